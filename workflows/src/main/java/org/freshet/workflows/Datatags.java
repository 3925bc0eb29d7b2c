package org.freshet.workflows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.freshet.workflows.GraphMlParse.Arc;
import org.freshet.workflows.GraphMlParse.Node;

/** The variables that edges give to the vertices at their ends: one variable can name one file only. */
final class Datatags {

    private final Map<String, Node> nodes;
    private final Findings findings;
    private final Map<String, Map<String, Arc>> atVertex = new HashMap<>();

    Datatags(Map<String, Node> nodes, Findings findings) {
        this.nodes = nodes;
        this.findings = findings;
    }

    void check(Collection<Arc> arcs) {
        for (var arc : arcs) {
            if (!arc.edge().datatag().isEmpty()) {
                place(arc);
            }
        }
        nodes.values().forEach(this::checkForeach);
    }

    private void place(Arc arc) {
        var tag = arc.edge().datatag();
        var taken = new ArrayList<String>();
        int line = 0;
        for (var id : ends(arc)) {
            var node = nodes.get(id);
            if (node == null || node.vertex().isNoop()) {
                continue;
            }
            var first = atVertex.computeIfAbsent(id, it -> new HashMap<>()).putIfAbsent(tag, arc);
            if (first != null && !isSameFile(first.edge(), arc.edge())) {
                taken.add("'" + id + "'");
                line = first.at().line();
            }
            if (node.vertex().env().containsKey(tag)) {
                findings.notice(arc.at(), "At '%s' the path replaces the variable '%s' of its env.".formatted(id, tag));
            }
        }
        if (!taken.isEmpty()) {
            findings.problem(
                    arc.at(),
                    "At %s the datatag '%s' stands for another file already, see line %d: give each file a datatag of its own."
                            .formatted(String.join(" and ", taken), tag, line));
        }
    }

    private static Collection<String> ends(Arc arc) {
        var ends = new LinkedHashSet<String>();
        ends.add(arc.edge().source());
        ends.add(arc.edge().target());
        return ends;
    }

    /** One file of one vertex that several read, if files get the names that stand in the text. */
    private static boolean isSameFile(Dag.Edge one, Dag.Edge other) {
        return one.source().equals(other.source())
                && !one.name().isEmpty()
                && one.name().equals(other.name())
                && one.dirpath().equals(other.dirpath())
                && one.datatype().equals(other.datatype());
    }

    private void checkForeach(Node node) {
        if (node.vertex().foreach() instanceof Foreach.Output(var tag)) {
            var id = node.vertex().id();
            var arc = atVertex.getOrDefault(id, Map.of()).get(tag);
            if (arc == null || !arc.edge().target().equals(id)) {
                findings.problem(
                        node.at(),
                        "The foreach wants the output '%s', but no edge to it has this datatag.".formatted(tag));
            }
        }
    }
}
