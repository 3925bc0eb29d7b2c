package org.freshet.workflows;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.freshet.workflows.Findings.Place;
import org.freshet.workflows.GraphMlParse.Arc;
import org.freshet.workflows.GraphMlParse.Node;
import org.jgrapht.Graph;
import org.jgrapht.graph.DirectedPseudograph;

/**
 * Reads the GraphML of a workflow template, also as NetworkX, yEd and Gephi write it. Attributes, ranges and defaults
 * stand in {@code docs/dag.md} and at {@link Dag}; the ids of their keys are arbitrary, other attributes are ignored with
 * a notice. Nothing outside the text is read, no DTD is accepted, and what is larger than the limits below or nested
 * deeper than {@value XmlCursor#MAX_DEPTH} elements is refused. Every problem is found in one pass; only what is not
 * well-formed, or exceeds a limit, ends the reading where it stands.
 */
public final class GraphMlReader {

    /** Most bytes of a text, in UTF-8 when it comes as a string. */
    public static final int MAX_BYTES = 20 * 1024 * 1024;

    /** Most nodes of a graph. */
    public static final int MAX_VERTICES = 20_000;

    /** Most edges of a graph. */
    public static final int MAX_EDGES = 100_000;

    private static final Place DOCUMENT = new Place(1, 1, "document");

    private GraphMlReader() {}

    /**
     * Reads a text; an encoding that it declares and a byte order mark are without meaning.
     *
     * @param name of the DAG, for instance the file's base name
     * @throws InvalidDag with every problem that was found
     */
    public static Dag read(String name, String text) {
        // The count of characters comes first: a text that is far too large is not copied.
        boolean tooLarge = text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
        var bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return read(name, tooLarge, () -> new XmlCursor(new StringReader(bare)));
    }

    /**
     * Reads a file's content, in the encoding that it declares or UTF-8.
     *
     * @param name of the DAG, for instance the file's base name
     * @throws InvalidDag with every problem that was found
     */
    public static Dag read(String name, byte[] content) {
        return read(name, content.length > MAX_BYTES, () -> new XmlCursor(new ByteArrayInputStream(content)));
    }

    private interface Opening {
        XmlCursor open() throws XMLStreamException;
    }

    private static Dag read(String name, boolean tooLarge, Opening opening) {
        var findings = new Findings();
        if (tooLarge) {
            findings.problem(DOCUMENT, "The text is larger than %d MiB; use several DAGs.".formatted(MAX_BYTES >> 20));
            throw new InvalidDag(name, findings.problems());
        }
        try {
            var parse = new GraphMlParse(opening.open(), findings);
            parse.run();
            return checked(name, parse, findings);
        } catch (XMLStreamException e) {
            findings.problem(XmlCursor.problem(e));
            throw new InvalidDag(name, findings.problems());
        }
    }

    private static Dag checked(String name, GraphMlParse parse, Findings findings) {
        var graph = graph(parse, findings);
        for (var cycle : Cycles.of(graph)) {
            var closing = parse.arcs().get(cycle.closing()).at();
            findings.problem(closing, "The edge closes a cycle: %s.".formatted(cycle.drawn()));
        }
        new Datatags(parse.nodes(), findings).check(parse.arcs());
        if (findings.hasProblems()) {
            throw new InvalidDag(name, findings.problems());
        }
        var vertices = parse.nodes().values().stream().map(Node::vertex).toList();
        List<Dag.Edge> edges = parse.arcs().stream().map(Arc::edge).toList();
        return new Dag(name, parse.description(), parse.failurePolicy(), vertices, edges, graph, findings.notices());
    }

    private static Graph<String, Integer> graph(GraphMlParse parse, Findings findings) {
        // A pseudograph holds loops too, so that they are found like other cycles.
        var graph = new DirectedPseudograph<String, Integer>(Integer.class);
        parse.nodes().keySet().forEach(graph::addVertex);
        for (int i = 0; i < parse.arcs().size(); i++) {
            var edge = parse.arcs().get(i).edge();
            var at = parse.arcs().get(i).at();
            boolean hasSource = isNode(edge.source(), "source", parse, at, findings);
            boolean hasTarget = isNode(edge.target(), "target", parse, at, findings);
            if (hasSource && hasTarget) {
                graph.addEdge(edge.source(), edge.target(), i);
            }
        }
        return graph;
    }

    private static boolean isNode(String id, String end, GraphMlParse parse, Place at, Findings findings) {
        boolean isNode = parse.nodes().containsKey(id);
        if (!isNode && !parse.isInsideNode(id)) {
            findings.problem(at, "The %s '%s' is not a node of this graph.".formatted(end, id));
        }
        return isNode;
    }
}
