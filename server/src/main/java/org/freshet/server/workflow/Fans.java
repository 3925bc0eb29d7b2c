package org.freshet.server.workflow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.freshet.protocol.FanOut;
import org.freshet.server.workflow.Wiring.Dataset;
import org.freshet.workflows.Dag;
import org.freshet.workflows.Dag.Vertex;
import org.freshet.workflows.Foreach;
import org.jspecify.annotations.Nullable;

/** The vertices of a DAG that run once for each item. */
final class Fans {

    private static final Pattern ITEM = Pattern.compile("(.*)\\[[0-9]+]", Pattern.DOTALL);

    private final Map<String, Foreach> foreach = new LinkedHashMap<>();

    /** @param runs those of the vertices that run something; of others a foreach means nothing */
    Fans(List<Vertex> runs) {
        for (var vertex : runs) {
            if (vertex.foreach() != null) {
                foreach.put(vertex.id(), vertex.foreach());
            }
        }
    }

    boolean has(String vertex) {
        return foreach.containsKey(vertex);
    }

    /** Whether its items are known already, so that nothing has to look for them. */
    boolean isListed(String vertex) {
        return foreach.get(vertex) instanceof Foreach.Items;
    }

    /** How many items the DAG itself lists. */
    int listed() {
        return foreach.values().stream().mapToInt(it -> items(it).size()).sum();
    }

    private static List<String> items(Foreach foreach) {
        return foreach instanceof Foreach.Items(var values) ? values : List.of();
    }

    void check(Dag dag, Faults faults) {
        long jobs = (long) dag.vertices().size() + listed();
        if (jobs > FanOuts.MOST_JOBS) {
            faults.add("dag", "with its items it has " + jobs + " jobs, at most " + FanOuts.MOST_JOBS + " are allowed");
        }
        for (var vertex : dag.vertices()) {
            var item = ITEM.matcher(vertex.id());
            if (item.matches() && has(item.group(1))) {
                faults.add(
                        "vertex '" + vertex.id() + "'",
                        "it is called as the items of the vertex '" + item.group(1) + "' are; rename it");
            }
        }
        foreach.forEach((vertex, what) -> check(dag, vertex, what, faults));
        long waits = foreach.entrySet().stream()
                .mapToLong(it -> (long) items(it.getValue()).size()
                        * dag.children(it.getKey()).size())
                .sum();
        if (waits > FanOuts.MOST_WAITS) {
            faults.add(
                    "dag",
                    "items times the vertices that wait for each are " + waits + ", at most " + FanOuts.MOST_WAITS
                            + " are allowed; let these wait for one noop that waits for the items");
        }
    }

    /** The files of an item have the same name in each of its directories. */
    void checkDirectories(List<Dataset> datasets, Faults faults) {
        var tags = new HashMap<String, String>();
        for (var dataset : datasets) {
            if (!has(dataset.source()) || dataset.datatag().isEmpty()) {
                continue;
            }
            var other = tags.putIfAbsent(dataset.source() + "\0" + dataset.path(), dataset.datatag());
            if (other != null && !other.equals(dataset.datatag())) {
                faults.add(
                        "vertex '" + dataset.source() + "'",
                        "the files of its items for " + other + " and " + dataset.datatag()
                                + " would lie in one directory, " + dataset.path()
                                + "; give them names that differ before the ending");
            }
        }
    }

    private void check(Dag dag, String vertex, Foreach what, Faults faults) {
        var field = "vertex '" + vertex + "'";
        if (what instanceof Foreach.Glob(var pattern) && !pattern.startsWith("/")) {
            faults.add(field, "the pattern of its foreach, \"" + pattern + "\", must be a full path: begin it with /");
        }
        if (what instanceof Foreach.Output(var tag)) {
            dag.edges().stream()
                    .filter(it -> it.target().equals(vertex) && it.datatag().equals(tag) && has(it.source()))
                    .forEach(
                            it -> faults.add(
                                    field,
                                    "the list of its foreach comes from '" + it.source()
                                            + "', which has a foreach itself and so writes many files; join them in a vertex between"));
        }
    }

    /**
     * A vertex with its foreach made concrete.
     *
     * @param files endings of the files of each item, by variable
     * @param items if they are known already
     */
    record Fan(
            String vertex,
            FanOut fanOut,
            Map<String, String> files,
            @Nullable List<String> items) {}

    /** @param datasets all of the workflow's */
    List<Fan> concrete(List<Dataset> datasets, Wiring wiring) {
        return foreach.entrySet().stream()
                .map(it -> fan(it.getKey(), it.getValue(), datasets, wiring))
                .toList();
    }

    private static Fan fan(String vertex, Foreach what, List<Dataset> datasets, Wiring wiring) {
        var files = new LinkedHashMap<String, String>();
        Set<String> directories = new LinkedHashSet<>();
        for (var dataset : datasets) {
            if (dataset.source().equals(vertex) && !dataset.datatag().isEmpty()) {
                files.put(dataset.datatag(), dataset.itemEnding());
                directories.add(dataset.path());
            }
        }
        var glob = what instanceof Foreach.Glob(var pattern) ? pattern : null;
        var file = what instanceof Foreach.Output(var tag)
                ? wiring.variablesOf(vertex).get(tag)
                : null;
        var items = what instanceof Foreach.Items(var values) ? values : null;
        return new Fan(vertex, new FanOut(glob, file, List.copyOf(directories)), files, items);
    }
}
