package org.freshet.workflows;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a DAG as GraphML that {@link GraphMlReader} and other tools read: UTF-8, one key per attribute, whose id is its
 * name, and no defaults. Reading it again gives the same DAG; comments, layout and the attributes of others are gone.
 */
public final class GraphMlWriter {

    private static final Set<String> NUMBERS = Set.of("timelimit", "priority", "retries");

    private final Writer characters;
    private final XMLStreamWriter xml;

    private GraphMlWriter(Writer characters) throws XMLStreamException {
        this.characters = characters;
        this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(characters);
    }

    /**
     * Writes the whole text and flushes; the stream stays open. Needs no memory that grows with the DAG.
     *
     * @throws IOException if the stream does
     */
    public static void write(Dag dag, OutputStream out) throws IOException {
        var characters = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            var writer = new GraphMlWriter(characters);
            writer.document(dag);
            writer.xml.flush();
        } catch (XMLStreamException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        }
        characters.flush();
    }

    private void document(Dag dag) throws XMLStreamException, IOException {
        // By hand, since the writer would first ask the stream for its encoding, which it cannot tell.
        characters.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.writeStartElement("graphml");
        xml.writeDefaultNamespace("http://graphml.graphdrawing.org/xmlns");
        keys("graph", Keys.OF_GRAPHS);
        keys("node", Keys.OF_NODES);
        keys("edge", Keys.OF_EDGES);
        line(1);
        xml.writeStartElement("graph");
        xml.writeAttribute("edgedefault", "directed");
        data(2, "description", dag.description());
        data(
                2,
                "failurePolicy",
                dag.failurePolicy() == FailurePolicy.CONTINUE
                        ? ""
                        : dag.failurePolicy().word());
        for (var vertex : dag.vertices()) {
            node(vertex);
        }
        for (var edge : dag.edges()) {
            edge(edge);
        }
        end(1);
        end(0);
        line(0);
    }

    private void keys(String element, List<String> names) throws XMLStreamException {
        for (var name : names) {
            line(1);
            xml.writeEmptyElement("key");
            xml.writeAttribute("id", name);
            xml.writeAttribute("for", element);
            xml.writeAttribute("attr.name", name);
            xml.writeAttribute("attr.type", NUMBERS.contains(name) ? "int" : "string");
        }
    }

    private void node(Dag.Vertex vertex) throws XMLStreamException {
        line(2);
        xml.writeStartElement("node");
        xml.writeAttribute("id", vertex.id());
        data(3, "payload", vertex.payload());
        data(3, "env", vertex.env().isEmpty() ? "" : JsonTexts.write(vertex.env()));
        data(3, "jobtype", vertex.jobtype());
        var timelimit = vertex.timelimit();
        data(3, "timelimit", timelimit == null ? "" : Long.toString(timelimit.toSeconds()));
        data(3, "priority", number(vertex.priority()));
        data(3, "retries", number(vertex.retries()));
        data(
                3,
                "noRetryExitCodes",
                vertex.noRetryExitCodes().stream().map(String::valueOf).collect(Collectors.joining(",")));
        var usefulFor = vertex.usefulFor();
        data(3, "usefulFor", usefulFor == null ? "" : usefulFor.toString());
        data(3, "foreach", text(vertex.foreach()));
        end(2);
    }

    private void edge(Dag.Edge edge) throws XMLStreamException {
        line(2);
        xml.writeStartElement("edge");
        xml.writeAttribute("source", edge.source());
        xml.writeAttribute("target", edge.target());
        data(3, "name", edge.name());
        data(3, "dirpath", edge.dirpath());
        data(3, "datatype", edge.datatype());
        data(3, "datatag", edge.datatag());
        data(3, "comment", edge.comment());
        end(2);
    }

    private static String number(int value) {
        return value == 0 ? "" : Integer.toString(value);
    }

    private static String text(@Nullable Foreach foreach) {
        return switch (foreach) {
            case null -> "";
            case Foreach.Items(var values) -> JsonTexts.write(values);
            case Foreach.Glob(var pattern) -> "glob:" + pattern;
            case Foreach.Output(var datatag) -> "output:" + datatag;
        };
    }

    private void data(int depth, String key, String text) throws XMLStreamException {
        if (text.isEmpty()) {
            return;
        }
        line(depth);
        xml.writeStartElement("data");
        xml.writeAttribute("key", key);
        // A bare carriage return would be read as a line feed.
        var parts = text.split("\r", -1);
        xml.writeCharacters(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            xml.writeEntityRef("#13");
            xml.writeCharacters(parts[i]);
        }
        xml.writeEndElement();
    }

    private void end(int depth) throws XMLStreamException {
        line(depth);
        xml.writeEndElement();
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
