package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.freshet.workflows.GraphMlText.aGraph;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.freshet.workflows.Dag.Edge;
import org.freshet.workflows.Dag.Vertex;
import org.junit.jupiter.api.Test;

class GraphMlReaderTest {

    @Test
    void readsTheAttributesOfNodesAndEdges() {
        var dag = aGraph().node("in", "jobtype", "noop")
                .node(
                        "filter",
                        "jobtype",
                        "filter",
                        "payload",
                        "grep -c TEST < $IN && true > $OUT",
                        "env",
                        "{\"P3S_EXECMODE\": \"SHELL\", \"N\": 10, \"X\": 1.50, \"ON\": true}",
                        "timelimit",
                        "7777",
                        "priority",
                        "-4")
                .edge(
                        "in",
                        "filter",
                        "name",
                        "a.txt",
                        "dirpath",
                        "/data/",
                        "datatype",
                        "TXT",
                        "datatag",
                        "IN",
                        "comment",
                        "Simulated input")
                .read();

        assertThat(dag.name()).isEqualTo("test");
        assertThat(dag.vertices())
                .containsExactly(
                        new Vertex("in", "noop", "", Map.of(), null, 0),
                        new Vertex(
                                "filter",
                                "filter",
                                "grep -c TEST < $IN && true > $OUT",
                                Map.of("P3S_EXECMODE", "SHELL", "N", "10", "X", "1.50", "ON", "true"),
                                Duration.ofSeconds(7777),
                                -4));
        assertThat(dag.edges())
                .containsExactly(new Edge("in", "filter", "a.txt", "/data/", "TXT", "IN", "Simulated input"));
        assertThat(dag.notices()).isEmpty();
    }

    @Test
    void takesDefaultsOfKeysWhereNothingIsGiven() {
        var text = """
                <graphml>
                  <key id="d1" for="node" attr.name="jobtype"><default>filter</default></key>
                  <key id="d2" attr.name="priority"><desc>urgency</desc><default> 5 </default></key>
                  <key id="d3" for="edge" attr.name="datatype"><default>TXT</default></key>
                  <graph edgedefault="directed">
                    <node id="a"/>
                    <node id="b"><data key="d1">noop</data><data key="d2"></data></node>
                    <edge source="a" target="b"/>
                  </graph>
                </graphml>
                """;

        var dag = GraphMlReader.read("defaults", text);

        assertThat(dag.vertices())
                .containsExactly(
                        new Vertex("a", "filter", "", Map.of(), null, 5),
                        new Vertex("b", "noop", "", Map.of(), null, 0));
        assertThat(dag.edges()).extracting(Edge::datatype).containsExactly("TXT");
    }

    @Test
    void keepsParallelEdgesEvenIfTheyAreEqual() {
        var dag = aGraph().node("a")
                .node("b")
                .edge("a", "b", "name", "x.txt")
                .edge("a", "b", "name", "x.txt")
                .edge("a", "b", "name", "y.txt")
                .read();

        assertThat(dag.edges()).extracting(Edge::name).containsExactly("x.txt", "x.txt", "y.txt");
        assertThat(dag.parents("b")).extracting(Vertex::id).containsExactly("a");
        assertThat(dag.children("a")).extracting(Vertex::id).containsExactly("b");
    }

    @Test
    void ordersEveryVertexAfterItsParentsAndOtherwiseAsWritten() {
        var dag = aGraph().edge("late", "last")
                .node("last")
                .node("alone")
                .node("late")
                .node("first")
                .edge("first", "late")
                .edge("alone", "last")
                .read();

        assertThat(dag.order()).extracting(Vertex::id).containsExactly("alone", "first", "late", "last");
        assertThat(dag.roots()).extracting(Vertex::id).containsExactly("alone", "first");
        assertThat(dag.parents("last")).extracting(Vertex::id).containsExactlyInAnyOrder("late", "alone");
        assertThat(dag.children("last")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> dag.parents("none"));
        assertThatIllegalArgumentException().isThrownBy(() -> dag.children("none"));
    }

    @Test
    void readsTextsInAnyOfTheWaysOfXml() {
        var dag = aGraph().line("<desc>What it is for</desc>")
                .line(
                        "<node id='a'><data key='n-payload'>\n  one <!-- aside --><![CDATA[< 2]]> &#x33; \n</data></node>")
                .read();

        assertThat(dag.vertices()).extracting(Vertex::payload).containsExactly("one < 2 3");
        assertThat(dag.description()).isEqualTo("What it is for");
    }

    @Test
    void readsBytesInTheEncodingThatTheyDeclare() {
        var text = "<?xml version='1.0' encoding='ISO-8859-1'?><graphml><graph edgedefault='directed'>"
                + "<node id='säule'/></graph></graphml>";

        var fromBytes = GraphMlReader.read("latin", text.getBytes(StandardCharsets.ISO_8859_1));
        var fromText = GraphMlReader.read("latin", text);

        assertThat(fromBytes.vertices()).extracting(Vertex::id).containsExactly("säule");
        assertThat(fromText.vertices()).isEqualTo(fromBytes.vertices());
    }

    @Test
    void passesOverAByteOrderMark() {
        var text = "\uFEFF" + aGraph().node("a").text();

        assertThat(GraphMlReader.read("mark", text).vertices()).hasSize(1);
        assertThat(GraphMlReader.read("mark", text.getBytes(StandardCharsets.UTF_8))
                        .vertices())
                .hasSize(1);
    }

    @Test
    void ignoresWhatOtherToolsAddAndSaysSoIfItLooksLikeAnAttribute() {
        var dag = aGraph().line("<node id='a'><y:node xmlns:y='urn:editor'><y:shape/></y:node><port name='p'/></node>")
                .line("<data key='n-payload'><y:resources xmlns:y='urn:editor'/></data>")
                .read();
        var withKeys = GraphMlReader.read("keys", """
                <graphml>
                  <key id="d1" for="node" attr.name="timelimt"/>
                  <key id="d2" for="port" yfiles.type="portgraphics"/>
                  <graph edgedefault="directed"><node id="a"><data key="d1">5</data><data key="d2"><x/></data></node></graph>
                </graphml>
                """);

        assertThat(dag.vertices()).hasSize(1);
        assertThat(dag.notices()).isEmpty();
        assertThat(withKeys.notices())
                .containsExactly("Line 2, key 'd1': The attribute 'timelimt' is not known for nodes and is ignored.");
    }

    @Test
    void saysThatATimelimitOfZeroMeansTheDefaultExceptAtANoop() {
        var dag = aGraph().node("entry", "jobtype", "noop", "timelimit", "0")
                .node("job", "jobtype", "filter", "timelimit", "0")
                .read();

        assertThat(dag.vertices()).extracting(Vertex::timelimit).containsOnlyNulls();
        assertThat(dag.notices()).containsExactly("Line 14, node 'job': A timelimit of 0 means the default.");
    }

    @Test
    void readsMoreEscapedCharactersThanTheParserAllowsByDefault() {
        var payload = "<".repeat(150_000);

        var dag = aGraph().node("a", "payload", payload).read();

        assertThat(dag.vertices().getFirst().payload()).isEqualTo(payload);
    }

    @Test
    void readsThePublishedFilterWorkflow() throws IOException {
        var file = Path.of("../../shared/samples/p3s/1filter/1filter.graphml");
        assumeTrue(Files.exists(file), "the published samples are not here");

        var dag = GraphMlReader.read("1filter", Files.readAllBytes(file));

        assertThat(dag.order()).extracting(Vertex::id).containsExactly("NOOP1", "filter", "NOOP2");
        assertThat(dag.vertices()).extracting(Vertex::isNoop).containsExactly(true, false, true);
        assertThat(dag.vertices().get(1))
                .isEqualTo(new Vertex(
                        "filter",
                        "filter",
                        "grep -c TEST $INPTXT > $OUTTXT",
                        Map.of("P3S_EXECMODE", "SHELL"),
                        Duration.ofSeconds(7777),
                        4));
        assertThat(dag.edges()).extracting(Edge::datatag).isEqualTo(List.of("INPTXT", "OUTTXT"));
        assertThat(dag.notices()).isEmpty();
    }
}
