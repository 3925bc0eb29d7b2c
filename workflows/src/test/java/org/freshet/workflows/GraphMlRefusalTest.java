package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.freshet.workflows.GraphMlText.FIRST_LINE;
import static org.freshet.workflows.GraphMlText.aGraph;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphMlRefusalTest {
    @ParameterizedTest
    @MethodSource
    void namesElementAndReasonOfABadValue(String attribute, String value, String reason) {
        var problems = problemsOf(aGraph().node("fine").line("").node("bad", attribute, value));

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().line()).isEqualTo(FIRST_LINE + 2);
        assertThat(problems.getFirst().column()).isEqualTo("<node id='bad'>".length() + 1);
        assertThat(problems.getFirst().element()).isEqualTo("node 'bad'");
        assertThat(problems.getFirst().reason()).contains(reason);
    }

    static Stream<Arguments> namesElementAndReasonOfABadValue() {
        return Stream.of(
                arguments("timelimit", "soon", "The timelimit 'soon' is not a whole number of seconds"),
                arguments("timelimit", "-1", "The timelimit '-1' is not"),
                arguments("timelimit", "1.5", "The timelimit '1.5' is not"),
                arguments("timelimit", "31536001", "The timelimit '31536001' is not"),
                arguments("timelimit", "99999999999999999999", "The timelimit '99999999999999999999' is not"),
                arguments("priority", "high", "The priority 'high' is not a whole number from -1000 to 1000"),
                arguments("priority", "1001", "The priority '1001' is not"),
                arguments("priority", "-1001", "The priority '-1001' is not"),
                arguments("priority", "1.0x", "The priority '1.0x' is not"),
                arguments("retries", "-1", "The retries '-1' is not a whole number from 0 to 1000"),
                arguments("retries", "1001", "The retries '1001' is not"),
                arguments("noRetryExitCodes", "1,,2", "with commas between: '' is not one"),
                arguments("noRetryExitCodes", "0", "from 1 to 255"),
                arguments("noRetryExitCodes", "256", "'256' is not one"),
                arguments("usefulFor", "0", "The usefulFor '0' is neither seconds (600) nor"),
                arguments("usefulFor", "soon", "The usefulFor 'soon' is neither"),
                arguments("usefulFor", "P3651D", "at most ten years"),
                arguments("usefulFor", "P1Y", "The usefulFor 'P1Y' is neither"),
                arguments("foreach", "a,b", "is not a JSON list, glob:PATTERN or output:DATATAG: it is none of them"),
                arguments("foreach", "glob:", "the pattern of files is empty"),
                arguments("foreach", "glob:data/*", "must be a full path; begin it with /"),
                arguments("foreach", "output:", "the datatag is empty"),
                arguments("foreach", "[]", "the list has 0 items, not 1 to 10000"),
                arguments("foreach", "[1" + ",1".repeat(10_000) + "]", "the list has 10001 items"),
                arguments("foreach", "[1, [2]]", "item 2 is not a string"),
                arguments("foreach", "[\"\"]", "item 1 is not a string"),
                arguments("foreach", "[1", "The foreach is not readable as JSON: it ends before"),
                arguments("payload", "x".repeat(32_769), "The payload is longer than 32768 characters"),
                arguments("jobtype", "a/b", "The jobtype 'a/b' is not allowed"),
                arguments("jobtype", "t".repeat(64), "is not allowed"),
                arguments("env", "{\"A\": \"b\"", "JSON: it ends before it is closed (line 1, column 10 of it)."),
                arguments("env", "{'A': 'b'}", "JSON: Unexpected character (''' (code 39))"),
                arguments("env", "{} {}", "JSON: there is more text behind its end (line 1, column 4 of it)."),
                arguments("env", "{\"A\": 1, \"A\": 2}", "The env is not readable as JSON: Duplicate"),
                arguments("env", "{\"A\": NaN}", "JSON: Non-standard token 'NaN' (line 1"),
                arguments("env", "[".repeat(600), "JSON: it is nested too deeply"),
                arguments("env", "[1]", "The env '[1]' is not a JSON object"),
                arguments("env", "{\"A\": null}", "The variable 'A' of env is not a string, number or boolean"),
                arguments("env", "{\"A\": {}}", "The variable 'A' of env is not a string, number or boolean"),
                arguments("env", "{\"A=B\": \"c\"}", "a variable named 'A=B'"),
                arguments("env", "{\"\": \"c\"}", "a variable named ''"),
                arguments("env", "{\"A\": \"\\u0000\"}", "contains the character NUL"),
                arguments("env", "{\"A\": \"" + "x".repeat(65_536) + "\"}", "longer than 65536 bytes"));
    }

    @ParameterizedTest
    @MethodSource
    void namesLineElementAndReasonOfABadElement(String xml, String element, String reason) {
        var problems = problemsOf(aGraph().node("a").node("b").line(xml));

        assertThat(problems)
                .extracting(Problem::line, Problem::column, Problem::element, Problem::reason)
                .containsExactly(tuple(FIRST_LINE + 2, 1, element, reason));
    }

    static Stream<Arguments> namesLineElementAndReasonOfABadElement() {
        return Stream.of(
                arguments("<node id='a'/>", "node 'a'", "Another node has this id, see line 13."),
                arguments("<node/>", "node", "A node needs an id."),
                arguments(
                        "<node id='../x'/>",
                        "node '../x'",
                        "The id becomes part of file names: no '/' and no control characters."),
                arguments(
                        "<edge source='a' target='c'/>",
                        "edge 'a' -> 'c'",
                        "The target 'c' is not a node of this graph."),
                arguments(
                        "<edge source='c' target='a'/>",
                        "edge 'c' -> 'a'",
                        "The source 'c' is not a node of this graph."),
                arguments("<edge source='a'/>", "edge 'a' -> ''", "An edge needs a source and a target."),
                arguments(
                        "<edge source='a' target='b' directed='false'/>",
                        "edge 'a' -> 'b'",
                        "An edge without direction is not allowed."),
                arguments("<edge source='a' target='a'/>", "edge 'a' -> 'a'", "The edge closes a cycle: a -> a."),
                arguments("<hyperedge/>", "hyperedge", "This element is not allowed in graph."));
    }

    @Test
    void namesTheEdgeWhoseIdIsTaken() {
        var problems = problemsOf(aGraph().node("a")
                .node("b")
                .line("<edge id='e' source='a' target='b'/>")
                .line("<edge id='e' source='a' target='b'/>"));

        assertThat(problems)
                .containsExactly(new Problem(
                        FIRST_LINE + 3,
                        1,
                        "edge 'a' -> 'b'",
                        "Another edge between them has the id 'e', see line 15."));
    }

    @Test
    void namesTheVerticesOfEachCycle() {
        var problems = problemsOf(aGraph().node("a")
                .node("b")
                .node("c")
                .node("x")
                .node("y")
                .edge("a", "b")
                .edge("b", "c")
                .edge("c", "x")
                .edge("c", "a")
                .edge("x", "y")
                .edge("y", "x"));

        assertThat(problems)
                .containsExactly(
                        new Problem(FIRST_LINE + 8, 1, "edge 'c' -> 'a'", "The edge closes a cycle: a -> b -> c -> a."),
                        new Problem(FIRST_LINE + 10, 1, "edge 'y' -> 'x'", "The edge closes a cycle: x -> y -> x."));
    }

    @Test
    void reportsAllProblemsAtOnce() {
        var text = aGraph().node("a", "timelimit", "soon", "priority", "high", "env", "{")
                .node("a")
                .node("b")
                .edge("a", "nowhere", "datatag", "A B")
                .edge("a", "b")
                .edge("b", "a")
                .line(
                        "<edge source='a' target='b'><data key='d7'/><data key='e-name'>x</data><data key='e-name'>y</data>"
                                + "<data key='e-comment'><b>bold</b></data></edge>");

        var refusal = refusalOf(text.text());

        assertThat(refusal.problems())
                .extracting(Problem::line, it -> it.reason().substring(0, 18))
                .containsExactlyInAnyOrder(
                        tuple(13, "The timelimit 'soo"),
                        tuple(13, "The env is not rea"),
                        tuple(13, "The priority 'high"),
                        tuple(14, "Another node has t"),
                        tuple(16, "The datatag 'A B' "),
                        tuple(19, "No key with the id"),
                        tuple(19, "The name is given "),
                        tuple(19, "The comment must b"),
                        tuple(16, "The target 'nowher"),
                        tuple(18, "The edge closes a "));
        assertThat(refusal)
                .hasMessageStartingWith("DAG 'test' was refused. Line 13, column ")
                .hasMessageEndingWith("(10 problems in all)");
    }

    @Test
    void reportsABadDefaultOnceAtItsKey() {
        var problems = refusalOf("""
                <graphml>
                  <key id="d1" for="node" attr.name="priority">
                    <default>high</default>
                  </key>
                  <key id="d1" for="node" attr.name="payload"/>
                  <key id="d2" attr.name="jobtype"><default>t</default></key>
                  <key id="d3" attr.name="payload"><default>run</default></key>
                  <graph edgedefault="directed">
                    <node id="a"/>
                    <node id="b"/>
                  </graph>
                </graphml>
                """).problems();

        assertThat(problems)
                .containsExactly(
                        new Problem(5, 3, "key 'd1'", "Another key has this id."),
                        new Problem(
                                3,
                                5,
                                "default of key 'd1'",
                                "The priority 'high' is not a whole number from -1000 to 1000."));
    }

    @Test
    void refusesANodeThatCannotBecomeAJob() {
        var problems = refusalOf("""
                <graphml>
                  <key id="d1" for="node" attr.name="payload"/>
                  <key id="d2" for="node" attr.name="jobtype"/>
                  <graph edgedefault="directed">
                    <node id="a"/>
                    <node id="b"><data key="d2">t</data></node>
                    <node id="c"><data key="d1">run</data></node>
                    <node id="d"><data key="d2">noop</data></node>
                  </graph>
                </graphml>
                """).problems();

        assertThat(problems)
                .extracting(Problem::line, Problem::element, Problem::reason)
                .containsExactly(
                        tuple(
                                5,
                                "node 'a'",
                                "The node has no payload and no jobtype; give it both, or the jobtype noop if it runs nothing."),
                        tuple(
                                6,
                                "node 'b'",
                                "The node has no payload; give it one, or the jobtype noop if it runs nothing."),
                        tuple(
                                7,
                                "node 'c'",
                                "The node has no jobtype; give it one, or the jobtype noop if it runs nothing."));
    }

    @Test
    void refusesADatatagForTwoFilesAtOneNode() {
        var problems = problemsOf(aGraph().node("in", "jobtype", "noop")
                .node("a")
                .node("b")
                .edge("a", "b", "datatag", "X", "name", "one.txt")
                .edge("a", "b", "datatag", "X", "name", "two.txt")
                .edge("in", "a", "datatag", "X", "name", "one.txt")
                .edge("a", "b", "datatag", "Y")
                .edge("a", "b", "datatag", "Y"));

        assertThat(problems)
                .extracting(Problem::line, Problem::reason)
                .containsExactly(
                        tuple(
                                17,
                                "At 'a' and 'b' the datatag 'X' stands for another file already, see line 16:"
                                        + " give each file a datatag of its own."),
                        tuple(
                                18,
                                "At 'a' the datatag 'X' stands for another file already, see line 16:"
                                        + " give each file a datatag of its own."),
                        tuple(
                                20,
                                "At 'a' and 'b' the datatag 'Y' stands for another file already, see line 19:"
                                        + " give each file a datatag of its own."));
    }

    @Test
    void refusesADatatagThatIsReserved() {
        var problems = problemsOf(aGraph().node("a").node("b").edge("a", "b", "datatag", "FRESHET_OUTPUT_DIR"));

        assertThat(problems)
                .extracting(Problem::line, Problem::reason)
                .containsExactly(tuple(15, "The datatag 'FRESHET_OUTPUT_DIR' is reserved: none begins with FRESHET_."));
    }

    @Test
    void refusesAForeachOverAnOutputThatNoEdgeBrings() {
        var problems = problemsOf(aGraph().node("a")
                .node("b", "foreach", "output:LIST")
                .node("c", "foreach", "output:OWN")
                .edge("a", "b", "datatag", "OTHER")
                .edge("c", "a", "datatag", "OWN"));

        assertThat(problems)
                .extracting(Problem::line, Problem::element, Problem::reason)
                .containsExactly(
                        tuple(
                                14,
                                "node 'b'",
                                "The foreach wants the output 'LIST', but no edge to it has this datatag."),
                        tuple(
                                15,
                                "node 'c'",
                                "The foreach wants the output 'OWN', but no edge to it has this datatag."));
    }

    @Test
    void stillSeesTheNodesBehindAGraphInAnEdge() {
        var problems = problemsOf(aGraph().node("a")
                .node("b")
                .line("<edge source='a' target='b'><graph edgedefault='directed'/></edge>")
                .node("c", "timelimit", "soon")
                .edge("c", "c"));

        assertThat(problems)
                .extracting(Problem::line, Problem::element)
                .containsExactly(
                        tuple(15, "graph in edge 'a' -> 'b'"), tuple(16, "node 'c'"), tuple(17, "edge 'c' -> 'c'"));
    }

    @Test
    void refusesAnUnknownFailurePolicy() {
        var problems = problemsOf(aGraph().node("a").line("<data key='g-failurePolicy'>Stop</data>"));

        assertThat(problems)
                .containsExactly(new Problem(14, 1, "graph", "The failurePolicy 'Stop' is neither stop nor continue."));
    }

    @Test
    void refusesAGroupOnceWithoutMissingWhatStandsInIt() {
        var problems = problemsOf(aGraph().node("a")
                .line("<node id='group'>")
                .line("<graph id='group:' edgedefault='directed'>")
                .line(
                        "<node id='group::b'><data key='n-payload'/></node><node id='c'><graph><node id='d'/></graph></node>")
                .line("<edge source='group::b' target='nowhere'/>")
                .line("</graph></node>")
                .edge("a", "group::b")
                .edge("group", "d")
                .edge("a", "e"));

        assertThat(problems)
                .extracting(Problem::line, Problem::element, it -> it.reason().substring(0, 42))
                .containsExactly(
                        tuple(15, "graph in node 'group'", "A graph inside a node or edge is not suppo"),
                        tuple(21, "edge 'a' -> 'e'", "The target 'e' is not a node of this graph"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<graph>", "<graph edgedefault='undirected'>"})
    void refusesAGraphThatIsNotDirected(String startTag) {
        var problems = problemsOf(aGraph(startTag).node("a"));

        assertThat(problems)
                .containsExactly(new Problem(12, 1, "graph", "The graph must say edgedefault=\"directed\"."));
    }

    static List<Problem> problemsOf(GraphMlText text) {
        return refusalOf(text.text()).problems();
    }

    static InvalidDag refusalOf(String text) {
        var refusal = catchThrowableOfType(InvalidDag.class, () -> GraphMlReader.read("test", text));
        assertThat(refusal).as("the text was accepted").isNotNull();
        return refusal;
    }
}
