package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.freshet.workflows.GraphMlText.aGraph;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.freshet.workflows.Dag.Edge;
import org.freshet.workflows.Dag.Vertex;
import org.jspecify.annotations.Nullable;
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
                        vertex("in", "noop", "run", Map.of(), null, 0),
                        vertex(
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
                  <key id="d4" for="node" attr.name="payload"><default xml:space="preserve"/></key>
                  <graph edgedefault="directed">
                    <node id="a"><data key="d4">run</data></node>
                    <node id="b"><data key="d1">noop</data><data key="d2"></data></node>
                    <edge source="a" target="b"/>
                  </graph>
                </graphml>
                """;

        var dag = GraphMlReader.read("defaults", text);

        assertThat(dag.vertices())
                .containsExactly(
                        vertex("a", "filter", "run", Map.of(), null, 5), vertex("b", "noop", "", Map.of(), null, 0));
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
        var text = "<?xml version='1.0' encoding='ISO-8859-1'?><graphml><key id='d' attr.name='jobtype'>"
                + "<default>noop</default></key><graph edgedefault='directed'><node id='säule'/></graph></graphml>";

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
                  <key id="d3" for="node" attr.name="JobType"/>
                  <key id="d4" for="node" attr.name="jobtype"><default>noop</default></key>
                  <graph edgedefault="directed"><node id="a"><data key="d1">5</data><data key="d2"><x/></data></node></graph>
                </graphml>
                """);

        assertThat(dag.vertices()).hasSize(1);
        assertThat(dag.notices()).isEmpty();
        assertThat(withKeys.notices())
                .containsExactly(
                        "Line 2, key 'd1': The attribute 'timelimt' is not known for nodes and is ignored.",
                        "Line 4, key 'd3': The attribute 'JobType' is not known for nodes and is ignored;"
                                + " perhaps 'jobtype' is meant.");
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
    void readsWhatFreshetAddsToTheAttributes() {
        var dag = aGraph().node("list", "foreach", "[\"a b\", 2, true]", "retries", "3", "noRetryExitCodes", "3, 2,3")
                .node("files", "foreach", "glob: /data/*.adc", "usefulFor", "PT10M")
                .node("output", "foreach", "output:LIST", "usefulFor", "600")
                .edge("files", "output", "datatag", "LIST")
                .line("<data key='g-description'>What it is for</data><data key='g-failurePolicy'>stop</data>")
                .read();

        assertThat(dag.description()).isEqualTo("What it is for");
        assertThat(dag.failurePolicy()).isEqualTo(FailurePolicy.STOP);
        assertThat(dag.vertices())
                .extracting(Vertex::foreach)
                .containsExactly(
                        new Foreach.Items(List.of("a b", "2", "true")),
                        new Foreach.Glob("/data/*.adc"),
                        new Foreach.Output("LIST"));
        assertThat(dag.vertices()).extracting(Vertex::retries).containsExactly(3, 0, 0);
        assertThat(dag.vertices().getFirst().noRetryExitCodes()).containsExactly(2, 3);
        assertThat(dag.vertices())
                .extracting(Vertex::usefulFor)
                .containsExactly(null, Duration.ofMinutes(10), Duration.ofMinutes(10));
        assertThat(aGraph().node("a").read().failurePolicy()).isEqualTo(FailurePolicy.CONTINUE);
    }

    @Test
    void prefersTheDescriptionThatIsAnAttribute() {
        var text = aGraph().line("<data key='g-description'>attribute</data>")
                .line("<desc>element</desc>")
                .node("a");

        assertThat(text.read().description()).isEqualTo("attribute");
    }

    @Test
    void saysWhatANoopIgnoresIfItIsTheNodeThatHasIt() {
        var dag = aGraph().node("a", "jobtype", "noop", "payload", "run", "foreach", "[1]")
                .node("b", "jobtype", "noop")
                .read();

        assertThat(dag.vertices()).extracting(Vertex::foreach).containsOnlyNulls();
        assertThat(dag.notices())
                .containsExactly(
                        "Line 13, node 'a': The payload is ignored, since a noop runs nothing.",
                        "Line 13, node 'a': The foreach is ignored, since a noop runs nothing.");
    }

    @Test
    void takesADatatagTwiceWhereItNamesOneFileOrAtANoop() {
        var dag = aGraph().node("in", "jobtype", "noop")
                .node("make")
                .node("a")
                .node("b")
                .edge("in", "a", "datatag", "IN", "name", "x.txt")
                .edge("in", "b", "datatag", "IN", "name", "y.txt")
                .edge("make", "a", "datatag", "OUT", "name", "z.txt", "dirpath", "/data")
                .edge("make", "b", "datatag", "OUT", "name", "z.txt", "dirpath", "/data")
                .read();

        assertThat(dag.edges()).hasSize(4);
        assertThat(dag.notices()).isEmpty();
    }

    @Test
    void saysThatAPathReplacesAVariable() {
        var dag = aGraph().node("a", "env", "{\"X\": \"1\"}")
                .node("b")
                .edge("a", "b", "datatag", "X")
                .read();

        assertThat(dag.notices())
                .containsExactly("Line 15, edge 'a' -> 'b': At 'a' the path replaces the variable 'X' of its env.");
    }

    @Test
    void findsTheCriticalPath() {
        var dag = aGraph().node("in", "jobtype", "noop")
                .node("slow", "timelimit", "30")
                .node("fast", "timelimit", "10")
                .node("join", "timelimit", "5")
                .node("out", "jobtype", "noop")
                .node("alone", "timelimit", "34")
                .edge("in", "fast")
                .edge("in", "slow")
                .edge("fast", "join")
                .edge("slow", "join")
                .edge("slow", "join")
                .edge("join", "out")
                .read();

        var path = dag.criticalPath(it -> Objects.requireNonNullElse(it.timelimit(), Duration.ZERO));
        var equal = dag.criticalPath(it -> Duration.ZERO);

        assertThat(path.vertices()).extracting(Vertex::id).containsExactly("in", "slow", "join", "out");
        assertThat(path.length()).hasSeconds(35);
        assertThat(equal.vertices()).extracting(Vertex::id).containsExactly("in", "fast", "join", "out");
        assertThat(equal.length()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dag.criticalPath(it -> Duration.ofSeconds(-1)))
                .withMessage("Vertex 'in' cannot take PT-1S.");
    }

    @Test
    void readsMoreEscapedCharactersThanTheParserAllowsByDefault() {
        var payload = "<".repeat(30_000);
        var text = aGraph();
        for (int i = 0; i < 5; i++) {
            text.node("v" + i, "payload", payload);
        }

        var dag = text.read();

        assertThat(dag.vertices()).extracting(Vertex::payload).containsOnly(payload);
    }

    private static Vertex vertex(
            String id,
            String jobtype,
            String payload,
            Map<String, String> env,
            @Nullable Duration timelimit,
            int priority) {
        return new Vertex(id, jobtype, payload, env, timelimit, priority, 0, new TreeSet<>(), null, null);
    }
}
