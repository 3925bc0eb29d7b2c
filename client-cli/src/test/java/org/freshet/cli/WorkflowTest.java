package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowTest {

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

    private static String workflow(String state, int open) {
        return """
                {"id": 7, "name": "nightly", "dag": "filter", "dagVersion": 2, "state": "%s", "failurePolicy": "CONTINUE",
                 "user": "admin", "priority": 0, "jobs": 5, "open": %d, "createdAt": "2026-11-20T03:00:00.000Z"%s}
                """.formatted(state, open, open > 0 ? "" : ", \"message\": \"5 " + state + "\"");
    }

    private static String started() {
        return "{\"workflow\": " + workflow("RUNNING", 5) + ", \"notices\": [\"Mind the gap.\"]}";
    }

    private static String detail(String state, int open) {
        return "{\"workflow\": " + workflow(state, open) + ", \"states\": [{\"state\": \"RUNNING\", \"jobs\": 5}],"
                + " \"history\": []}";
    }

    @Test
    void startsAWorkflowWithEverythingThatIsWished() throws IOException {
        var jobs = directory.resolve("jobs.json");
        Files.writeString(jobs, "{\"main\": {\"payload\": \"x\"}}");
        server.documents(started());

        var result = freshet.run(
                "workflow",
                "start",
                "filter",
                "--version",
                "2",
                "--name",
                "nightly",
                "--files",
                "inherit:run1",
                "--jobs",
                jobs.toString(),
                "--priority",
                "3",
                "--useful-for",
                "10m",
                "--run",
                "1837",
                "--failure-policy",
                "stop");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Workflow 7 (nightly, version 2 of DAG filter) is running, jobs: 5.\n");
        assertThat(result.err()).contains("Mind the gap.");
        assertThat(server.last().body())
                .isEqualTo("{\"dag\":\"filter\",\"version\":2,\"name\":\"nightly\",\"files\":\"inherit:run1\","
                        + "\"jobs\":{\"main\":{\"payload\":\"x\"}},\"priority\":3,\"usefulFor\":\"PT10M\",\"run\":1837,"
                        + "\"failurePolicy\":\"stop\"}");
    }

    @Test
    void takesJsonInPlaceOfAFile() {
        server.documents(started());

        freshet.run("workflow", "start", "filter", "--files", "{\"a:b\": {\"name\": \"x\"}}");

        assertThat(server.last().body()).isEqualTo("{\"dag\":\"filter\",\"files\":{\"a:b\":{\"name\":\"x\"}}}");
    }

    @Test
    void refusesAFileThatIsNotThereBeforeAnythingIsSent() {
        var result = freshet.run("workflow", "start", "filter", "--files", "stikcy");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).contains("'stikcy' is neither JSON");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void waitsUntilTheWorkflowHasEnded() {
        server.documents(started(), detail("RUNNING", 3), detail("FINISHED", 0));

        var result = freshet.run("workflow", "start", "filter", "--wait");

        assertThat(result.code()).isZero();
        assertThat(result.out()).endsWith("Workflow 7 (nightly) is finished: 5 FINISHED.\n");
    }

    @Test
    void endsWithOneIfTheWorkflowDidNotFinish() {
        server.documents(started(), detail("FAILED", 0));

        var result = freshet.run("workflow", "start", "filter", "--wait", "--json");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json().path("workflow").path("state").asString()).isEqualTo("FAILED");
        assertThat(result.err()).contains("freshet workflow rerun 7");
    }

    @Test
    void endsWithOneIfTheWorkflowWasCancelled() {
        server.documents(started(), detail("RUNNING", 3), detail("CANCELLED", 0));

        var result = freshet.run("workflow", "start", "filter", "--wait");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("Workflow 7 (nightly) is cancelled: ");
    }

    @Test
    void tellsWhoWaitsThatTheWorkflowIsPaused() {
        server.documents(started(), detail("PAUSED", 3), detail("FINISHED", 0));

        var result = freshet.onATerminal().run("workflow", "start", "filter", "--wait");

        assertThat(result.err() + result.out()).contains("2 of 5 jobs ended, paused");
    }

    @Test
    void waitsNoLongerThanItIsTold() {
        server.answers("/workflows/7", detail("RUNNING", 3));
        server.documents(started());

        var result = freshet.run("workflow", "start", "filter", "--wait", "--timeout", "5s");

        assertThat(result.code()).isEqualTo(8);
        assertThat(result.err()).contains("workflow 7 has not ended");
    }

    @Test
    void listsWorkflows() {
        server.documents("{\"items\": [" + workflow("RUNNING", 3) + "]}");

        var result = freshet.run("workflow", "list", "--state", "running,paused", "--dag", "filter");

        assertThat(result.out())
                .contains("ID  STATE    NAME     DAG        USER   JOBS  OPEN", "7  running  nightly  filter v2");
        assertThat(server.last().toString()).contains("RUNNING", "PAUSED", "filter");
    }

    @Test
    void showsAWorkflowWithItsJobs() {
        server.documents(detail("RUNNING", 3));
        server.job(12, "main", "RUNNING", "\"workflow\": 7, \"vertex\": \"main\"");

        var result = freshet.run("workflow", "show", "7");

        assertThat(result.out())
                .startsWith("Workflow 7 (nightly) is running: 2 of 5 jobs ended.\n")
                .contains("filter, version 2", "5: 5 running", "main");
    }

    @Test
    void changesSeveralAtOnce() {
        server.documents(workflow("PAUSED", 3), workflow("PAUSED", 3));

        var result = freshet.run("workflow", "pause", "7-8", "--reason", "beam is off");

        assertThat(result.code()).isZero();
        assertThat(server.last().body()).isEqualTo("{\"reason\":\"beam is off\"}");
        assertThat(result.out()).contains("Workflow 7 (nightly) is paused: 2 of 5 jobs ended.");
    }

    @Test
    void rerunsWithANewTimeOfUse() {
        server.documents(workflow("RUNNING", 3));

        freshet.run("workflow", "rerun", "7", "--useful-for", "10m");

        assertThat(server.last().body()).isEqualTo("{\"usefulFor\":\"PT10M\"}");
    }

    @Test
    void deletesOnlyWhatIsNamedAgain() {
        server.documents("", "");
        var silent = freshet.run("workflow", "delete", "7");
        var wrong = freshet.onATerminal().withInput("8\n").run("workflow", "delete", "7");

        assertThat(silent.code()).isEqualTo(2);
        assertThat(silent.err()).contains("--yes");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(server.received()).isEmpty();
        assertThat(freshet.withInput("7\n").run("workflow", "delete", "7").code())
                .isZero();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void addsDatasetsAndSaysWhichWereThereAlready() throws IOException {
        var file = Files.writeString(
                directory.resolve("files.json"), "[{\"path\": \"/data/a.txt\", \"datatype\": \"TXT\"}]");
        var item = """
                {"created": %s, "dataset": {"id": %d, "name": "a.txt", "state": "DEFINED", "datatype": "TXT", "datatag": "",
                 "dirpath": "/data", "path": "/data/a.txt", "comment": "", "createdAt": "2026-11-20T03:00:00.000Z"}}""";
        server.documents("{\"items\": [" + item.formatted("true", 12) + ", " + item.formatted("false", 9) + "]}");

        var result = freshet.run("dataset", "add", file.toString());

        assertThat(result.out())
                .isEqualTo("Added: dataset 12, defined, /data/a.txt\nThere already: dataset 9, defined, /data/a.txt\n");
        assertThat(server.last().body()).contains("/data/a.txt");
    }

    @Test
    void tellsTheLineOfADatasetThatIsWrong() throws IOException {
        var file = Files.writeString(directory.resolve("files.json"), "[]");
        server.refuseWith(400, """
                {"status": 400, "detail": "x", "errors": [{"field": "[1].path", "reason": "missing", "line": 3}]}""");

        var result = freshet.run("dataset", "add", file.toString());

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).startsWith(file + ":3").endsWith("[1].path: missing\n");
    }

    @Test
    void showsDatasets() {
        var dataset = """
                {"id": 12, "name": "a.txt", "state": "WRITTEN", "workflow": 7, "source": "main", "sourceJob": 3, "target": "plot",
                 "targetJob": 4, "datatype": "TXT", "datatag": "CLEAN", "dirpath": "/data", "path": "/data/a.txt", "comment": "",
                 "createdAt": "2026-11-20T03:00:00.000Z"}
                """;
        server.documents("{\"items\": [" + dataset + "]}", dataset);

        var list = freshet.run("dataset", "list", "--workflow", "7");
        var one = freshet.run("dataset", "show", "12");

        assertThat(list.out()).isEqualTo("""
                ID  STATE    TYPE  WORKFLOW  FROM  TO    VARIABLE  PATH
                12  written  TXT          7  main  plot  CLEAN     /data/a.txt
                """);
        assertThat(one.out()).contains("written by  job 3 (main)", "read by     job 4 (plot)");
    }
}
