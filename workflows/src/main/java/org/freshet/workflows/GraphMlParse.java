package org.freshet.workflows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.freshet.workflows.Findings.Place;
import org.freshet.workflows.Keys.Value;
import org.jspecify.annotations.Nullable;

/** One pass over one text: collects nodes, edges and what is wrong with each of them. */
final class GraphMlParse {

    private static final Pattern NOT_IN_AN_ID = Pattern.compile("[/\\p{Cntrl}]");

    private final XmlCursor xml;
    private final Findings findings;
    private final Keys keys;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Arc> arcs = new ArrayList<>();
    private final Map<List<String>, Place> edgeIds = new HashMap<>();
    private final Set<String> insideNodes = new HashSet<>();
    private String description = "";
    private FailurePolicy failurePolicy = FailurePolicy.CONTINUE;
    private @Nullable Place graph;
    private boolean isGroup;

    GraphMlParse(XmlCursor xml, Findings findings) {
        this.xml = xml;
        this.findings = findings;
        this.keys = new Keys(findings);
    }

    record Node(Dag.Vertex vertex, Place at) {}

    record Arc(Dag.Edge edge, Place at) {}

    Map<String, Node> nodes() {
        return nodes;
    }

    List<Arc> arcs() {
        return arcs;
    }

    String description() {
        return description;
    }

    FailurePolicy failurePolicy() {
        return failurePolicy;
    }

    /** Whether a node was left out since it is or stands in a group, which is told once, for the group. */
    boolean isInsideNode(String id) {
        return insideNodes.contains(id);
    }

    /** Reads the whole text; an exception says why and where reading had to end early. */
    void run() throws XMLStreamException {
        xml.root();
        if (!xml.name().equals("graphml")) {
            throw XmlCursor.refused(
                    xml.place("document"), "This is not GraphML: the outermost element is not 'graphml'.");
        }
        var root = xml.place("graphml");
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "key" -> keys.declare(xml);
                case "graph" -> graph();
                case "desc" -> describe();
                case "data" -> xml.skip();
                default -> unexpected("graphml");
            }
        }
        xml.finish();
        if (graph == null) {
            findings.problem(root, "There is no graph in it.");
        } else if (nodes.isEmpty() && !findings.hasProblems()) {
            findings.problem(graph, "The graph has no node.");
        }
    }

    private void graph() throws XMLStreamException {
        if (graph != null) {
            findings.problem(xml.place("graph"), "There is more than one graph; a DAG has a text of its own.");
            xml.skip();
            return;
        }
        graph = xml.place("graph");
        if (!"directed".equals(xml.attribute("edgedefault"))) {
            findings.problem(graph, "The graph must say edgedefault=\"directed\".");
        }
        var given = new HashMap<String, Value>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "node" -> node();
                case "edge" -> edge();
                case "desc" -> describe();
                case "data" -> data(graph, Keys.OF_GRAPHS, given);
                default -> unexpected("graph");
            }
        }
        var attributes = new Attributes(given, keys.defaults("graph"), findings);
        failurePolicy = attributes.failurePolicy();
        if (!attributes.description().isEmpty()) {
            description = attributes.description();
        }
    }

    private void node() throws XMLStreamException {
        var id = Objects.requireNonNullElse(xml.attribute("id"), "");
        var at = xml.place(id.isEmpty() ? "node" : "node '%s'".formatted(id));
        var attributes = attributes("node", at);
        if (isGroup) {
            insideNodes.add(id);
            return;
        }
        var vertex = attributes.vertex(id, at);
        var first = nodes.get(id);
        if (id.isEmpty()) {
            findings.problem(at, "A node needs an id.");
        } else if (NOT_IN_AN_ID.matcher(id).find()) {
            findings.problem(at, "The id becomes part of file names: no '/' and no control characters.");
        }
        if (first != null) {
            findings.problem(
                    at,
                    "Another node has this id, see line %d."
                            .formatted(first.at().line()));
        } else if (nodes.size() == GraphMlReader.MAX_VERTICES) {
            throw XmlCursor.refused(
                    at,
                    "There are more than %d nodes; use foreach for many jobs of a kind, or several DAGs."
                            .formatted(GraphMlReader.MAX_VERTICES));
        } else if (!id.isEmpty()) {
            nodes.put(id, new Node(vertex, at));
        }
    }

    private void edge() throws XMLStreamException {
        var source = Objects.requireNonNullElse(xml.attribute("source"), "");
        var target = Objects.requireNonNullElse(xml.attribute("target"), "");
        var at = xml.place("edge '%s' -> '%s'".formatted(source, target));
        var id = xml.attribute("id");
        // NetworkX numbers the edges between two nodes from 0, so an id is unique among these only.
        var first = id == null ? null : edgeIds.putIfAbsent(List.of(source, target, id), at);
        if (first != null) {
            findings.problem(at, "Another edge between them has the id '%s', see line %d.".formatted(id, first.line()));
        }
        if ("false".equals(xml.attribute("directed"))) {
            findings.problem(at, "An edge without direction is not allowed.");
        }
        var edge = attributes("edge", at).edge(source, target);
        if (source.isEmpty() || target.isEmpty()) {
            findings.problem(at, "An edge needs a source and a target.");
        } else if (arcs.size() == GraphMlReader.MAX_EDGES) {
            throw XmlCursor.refused(
                    at, "There are more than %d edges; use several DAGs.".formatted(GraphMlReader.MAX_EDGES));
        } else {
            arcs.add(new Arc(edge, at));
        }
    }

    private Attributes attributes(String element, Place owner) throws XMLStreamException {
        var given = new HashMap<String, Value>();
        isGroup = false;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "data" -> data(owner, Keys.known(element), given);
                case "desc", "port" -> xml.skip();
                case "graph" -> nested(owner);
                default -> unexpected(owner.element());
            }
        }
        return new Attributes(given, keys.defaults(element), findings);
    }

    private void nested(Place owner) throws XMLStreamException {
        isGroup = true;
        findings.problem(
                xml.place("graph in " + owner.element()),
                "A graph inside a node or edge is not supported. Take its nodes out of the group, so that all stand in one graph"
                        + " (in yEd: Grouping, Ungroup).");
        for (int depth = 1; depth > 0; ) {
            if (!xml.nextChild()) {
                depth--;
            } else {
                depth++;
                var id = xml.attribute("id");
                if (xml.name().equals("node") && id != null) {
                    insideNodes.add(id);
                }
            }
        }
    }

    private void data(Place owner, Collection<String> known, Map<String, Value> given) throws XMLStreamException {
        var at = xml.place(owner.element());
        var key = xml.attribute("key");
        var name = keys.name(key);
        if (name.isEmpty()) {
            findings.problem(at, "No key with the id '%s' is declared before the graph.".formatted(key));
        }
        if (name.filter(known::contains).isEmpty()) {
            xml.skip();
            return;
        }
        var text = xml.text();
        if (text.isEmpty()) {
            findings.problem(at, "The %s must be a text, without elements inside.".formatted(name.get()));
        } else if (given.putIfAbsent(name.get(), new Value(text.get(), at)) != null) {
            findings.problem(at, "The %s is given more than once.".formatted(name.get()));
        }
    }

    private void describe() throws XMLStreamException {
        description = xml.text().orElse(description);
    }

    private void unexpected(String inside) throws XMLStreamException {
        if (!xml.name().isEmpty()) {
            findings.problem(xml.place(xml.name()), "This element is not allowed in %s.".formatted(inside));
        }
        xml.skip();
    }
}
