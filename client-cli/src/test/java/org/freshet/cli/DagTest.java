package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DagTest {

    private static final String VIEW = """
            {"name": "nightly", "version": 2, "owner": "mara", "description": "the filter", "vertices": 4, "edges": 5,
             "createdAt": "2026-11-20T03:00:00.000Z", "loadedAt": "2026-11-20T03:10:00.000Z", "loadedBy": "tom"}""";

    private static final String DETAIL = """
            {"dag": %s, "failurePolicy": "stop",
             "vertices": [
               {"id": "out", "jobtype": "noop", "payload": "", "env": {}, "priority": 0, "retries": 0, "noRetryExitCodes": []},
               {"id": "left", "jobtype": "filter", "payload": "/bin/left", "env": {}, "timelimit": 60, "priority": 4,
                "retries": 1, "noRetryExitCodes": [2]},
               {"id": "right", "jobtype": "filter", "payload": "/bin/right", "env": {}, "priority": 0, "retries": 0,
                "noRetryExitCodes": [], "foreach": {"items": ["U", "V"]}},
               {"id": "in", "jobtype": "noop", "payload": "", "env": {}, "priority": 0, "retries": 0, "noRetryExitCodes": []}],
             "edges": [%s, %s, %s, %s, %s],
             "notices": ["There is no data type \\"TXT\\" yet."],
             "versions": [%s, %s]}
            """.formatted(
                    VIEW,
                    edge("in", "left", "A"),
                    edge("in", "left", "B"),
                    edge("in", "right", "C"),
                    edge("left", "out", "D"),
                    edge("right", "out", ""),
                    version(2),
                    version(1));

    @TempDir
    private Path directory;

    private ContractServer server;
    private CommandRun freshet;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        freshet = CommandRun.against(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void loadsAFileUnderItsNameAndPassesNoticesOn() throws IOException {
        var file = directory.resolve("night.ly.graphml");
        Files.writeString(file, "<graphml/>");
        server.documents("{\"dag\": " + VIEW + ", \"created\": true, \"notices\": [\"look here\"]}");

        var result = freshet.run("dag", "load", file.toString(), "--description", "the filter");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("DAG nightly is loaded as version 2: 4 vertices, 5 edges.\n");
        assertThat(result.err()).isEqualTo("look here\n");
        assertThat(server.last().method()).isEqualTo("PUT");
        assertThat(server.last().path()).isEqualTo("/api/v1/dags/night.ly");
        assertThat(server.last().query()).containsEntry("description", "the filter");
        assertThat(server.last().body()).isEqualTo("<graphml/>");
    }

    @Test
    void saysWhenNothingWasChanged() {
        server.documents("{\"dag\": " + VIEW + ", \"created\": false, \"notices\": []}");

        var result = freshet.withInput("<graphml/>").run("dag", "load", "-", "--name", "nightly");

        assertThat(result.out()).isEqualTo("DAG nightly is the same as its version 2 already; nothing was changed.\n");
    }

    @Test
    void wantsANameForWhatComesFromStdin() {
        var result = freshet.withInput("<graphml/>").run("dag", "load", "-");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--name");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void tellsEveryProblemWithItsLineAndElement() throws IOException {
        var file = directory.resolve("bad.graphml");
        Files.writeString(file, "<graphml/>");
        server.refuseWith(400, """
                {"type": "about:blank", "status": 400, "detail": "refused", "errors": [
                  {"field": "node 'a'", "reason": "The node has no payload.", "line": 12, "column": 5},
                  {"field": "edge 'a' -> 'b'", "reason": "The edge closes a cycle: a -> b -> a.", "line": 20, "column": 1}]}""");

        var loaded = freshet.run("dag", "load", file.toString());
        var validated = freshet.run("dag", "validate", file.toString());
        var json = freshet.run("dag", "validate", file.toString(), "--json");

        assertThat(loaded.code()).isEqualTo(7);
        assertThat(loaded.err()).isEqualTo("""
                        %1$s:12:5: node 'a': The node has no payload.
                        %1$s:20:1: edge 'a' -> 'b': The edge closes a cycle: a -> b -> a.
                        """.formatted(file));
        assertThat(validated.code()).isEqualTo(7);
        assertThat(validated.out()).isEqualTo(loaded.err());
        assertThat(validated.err()).isEqualTo("2 problems in " + file + ".\n");
        assertThat(json.json().path("errors").size()).isEqualTo(2);
        assertThat(server.last().path()).isEqualTo("/api/v1/dags/bad/validate");
    }

    @Test
    void validatesAFileThatIsRight() throws IOException {
        var file = directory.resolve("good.graphml");
        Files.writeString(file, "<graphml/>");
        server.documents(
                "{\"name\": \"good\", \"description\": \"\", \"vertices\": 1, \"edges\": 0, \"notices\": [\"n\"]}");

        var result = freshet.run("dag", "validate", file.toString());

        assertThat(result.out()).isEqualTo(file + ": no problem in 1 vertex, 0 edges.\n");
        assertThat(result.err()).isEqualTo("n\n");
    }

    @Test
    void listsDags() {
        server.documents("{\"items\": [" + VIEW + "]}");

        assertThat(freshet.run("dag", "list").out()).isEqualTo("""
                        DAG      VERSION  VERTICES  EDGES  OWNER           LOADED  DESCRIPTION
                        nightly        2         4      5  mara   10 min 00 s ago  the filter
                        """);
    }

    @Test
    void showsVerticesEdgesAndVersions() {
        server.documents(DETAIL);

        var result = freshet.run("dag", "show", "nightly", "--version", "2");

        assertThat(server.last().query()).containsEntry("version", "2");
        assertThat(result.out())
                .startsWith("DAG nightly, version 2\n")
                .containsPattern("when a job fails +stop\n")
                .containsPattern("left +filter +4 +1 min 00 s +1 +/bin/left\n")
                .containsPattern("right +filter +2 items +/bin/right\n")
                .containsPattern("in +left +A +TXT\n")
                .containsPattern("\n +1 +4 +5 +tom ");
        assertThat(result.err()).isEqualTo("There is no data type \"TXT\" yet.\n");
    }

    @Test
    void drawsEachVertexBelowItsParents() {
        server.documents(DETAIL, DETAIL);

        assertThat(freshet.run("dag", "draw", "nightly").out()).isEqualTo("""
                        DAG nightly, version 2: 4 vertices, 5 edges

                        layer 1
                          (in)
                              --A--> left
                              --B--> left
                              --C--> right

                        layer 2
                          [left]
                              --D--> out
                          [right]*
                              --> out

                        layer 3
                          (out)  waits for left, right
                        """);
        assertThat(freshet.run("dag", "draw", "nightly", "--json")
                        .json()
                        .path("layers")
                        .toString())
                .isEqualTo("[[\"in\"],[\"left\",\"right\"],[\"out\"]]");
    }

    @Test
    void exportsToStdoutOrIntoAFile() throws IOException {
        server.documents("<graphml/>\n", "<graphml/>\n", "<graphml/>\n");
        var file = directory.resolve("out.graphml");

        assertThat(freshet.run("dag", "export", "nightly").out()).isEqualTo("<graphml/>\n");
        assertThat(freshet.run("dag", "export", "nightly", "--version", "1", "-o", file.toString())
                        .out())
                .isEqualTo(file + " holds DAG nightly: 11 bytes.\n");
        assertThat(file).hasContent("<graphml/>\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/dags/nightly/graphml");
        assertThat(server.last().query()).containsEntry("version", "1");
        assertThat(freshet.run("dag", "export", "nightly", "--json")
                        .json()
                        .path("graphml")
                        .asString())
                .isEqualTo("<graphml/>\n");
    }

    @Test
    void deletesOnlyWhatWasNamedTwiceOrWithYes() {
        var silent = freshet.run("dag", "delete", "nightly");
        var wrong = freshet.onATerminal().withInput("daily\n").run("dag", "delete", "nightly");
        assertThat(server.received()).isEmpty();
        server.documents("", "");
        var right = freshet.withInput("nightly\n").run("dag", "delete", "nightly");
        var sure = freshet.withInput("").run("dag", "delete", "nightly", "--yes", "--reason", "old", "--json");

        assertThat(silent.code()).isEqualTo(2);
        assertThat(silent.err()).contains("--yes");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("Nothing was deleted");
        assertThat(right.out()).isEqualTo("DAG nightly is deleted.\n");
        assertThat(sure.json().toString()).isEqualTo("{\"deleted\":\"nightly\"}");
        assertThat(server.last().method()).isEqualTo("DELETE");
        assertThat(server.last().query()).containsEntry("reason", "old");
    }

    private static String edge(String source, String target, String datatag) {
        return """
                {"source": "%s", "target": "%s", "name": "", "dirpath": "", "datatype": "TXT", "datatag": "%s", "comment": ""}""".formatted(source, target, datatag);
    }

    private static String version(int number) {
        return """
                {"version": %d, "description": "", "vertices": 4, "edges": 5, "loadedAt": "2026-11-20T03:10:00.000Z",
                 "loadedBy": "tom"}""".formatted(number);
    }
}
