package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.DagText.aDag;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.Role;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagText;
import org.freshet.test.support.Flows;
import org.freshet.test.support.Person;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be a DAG is refused with the place in the file, and what was loaded before stays as it was. */
class BadDagsIT {

    private static final DagText GOOD = aDag().vertex("in").vertex("out").edge("in", "out");

    private static TestServer server;
    private static Api api;
    private static DagDetail before;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        api = server.api();
        new Flows(server).load("good", GOOD);
        before = show();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void findsTheOldVersionAsItWas() {
        assertThat(show()).isEqualTo(before);
        assertThat(server.db()
                        .sql("select count(*) from dag_version")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("", 1, "Premature end"),
                Arguments.of("make -> left -> join", 1, "XML"),
                Arguments.of("{\"nodes\": [], \"edges\": []}", 1, "XML"),
                Arguments.of("<html>\n<body>404 not found</body></html>", 1, "not GraphML"),
                Arguments.of("<graph edgedefault=\"directed\">\n<node id=\"a\"/></graph>", 1, "not GraphML"),
                Arguments.of(GOOD.toString().replace("</graph>", "</grpah>"), DagText.FIRST_LINE + 3, "</graph>"),
                Arguments.of(many(100_000), DagText.FIRST_LINE + 20_000, "more than 20000 nodes"),
                Arguments.of(billionLaughs(), 1, "DTD"));
    }

    private static String billionLaughs() {
        var entities = IntStream.range(1, 10)
                .mapToObj(n -> "<!ENTITY l%d \"%s\">"
                        .formatted(n, "&l%d;".formatted(n - 1).repeat(10)))
                .collect(Collectors.joining("\n"));
        return "<!DOCTYPE lolz [<!ENTITY l0 \"lol\">\n" + entities + "]>\n<graphml>&l9;</graphml>";
    }

    @ParameterizedTest(name = "[{index}] {2}")
    @MethodSource("wrong")
    void namesLineAndReason(String text, int line, String reason) {
        var refused = put(api, text);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.problem().detail()).startsWith("DAG \"good\" was refused, and nothing was stored.");
        assertThat(refused.problem().errors()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo(line);
            assertThat(it.reason()).contains(reason);
        });
    }

    @Test
    void tellsOfAPictureWhatEachVertexLacks() {
        var picture = """
                <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
                <graph edgedefault="directed">
                <node id="a"/>
                <node id="b"/>
                <edge source="a" target="b"/>
                </graph></graphml>
                """;

        var refused = put(api, picture);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem().errors())
                .extracting(it -> it.field() + " in line " + it.line())
                .containsExactly("node 'a' in line 3", "node 'b' in line 4");
        assertThat(refused.problem().errors())
                .allSatisfy(it -> assertThat(it.reason()).contains("payload", "jobtype"));
    }

    @Test
    void refusesAFileThatIsTooLong() {
        var refused = put(api, GOOD + "<!--" + "x".repeat(50 * 1024 * 1024) + "-->");

        assertThat(refused.status()).isEqualTo(413);
    }

    @Test
    void refusesANameThatIsSomebodyElses() {
        var refused = put(
                Person.with(server, Role.SUBMITTER).api(), GOOD.vertex("more").toString());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem().detail()).startsWith("DAG \"good\" belongs to ");
    }

    private static String many(int vertices) {
        return aDag().line(IntStream.range(0, vertices)
                        .mapToObj(n -> "<node id=\"v%d\"><data key=\"d101\">p</data><data key=\"d103\">t</data></node>"
                                .formatted(n))
                        .collect(Collectors.joining("\n")))
                .toString();
    }

    private static Api.Answer put(Api as, String text) {
        return as.send(as.request("/api/v1/dags/good")
                .PUT(BodyPublishers.ofString(text))
                .header("Content-Type", "application/xml"));
    }

    private static DagDetail show() {
        return api.get("/api/v1/dags/good").as(DagDetail.class);
    }
}
