package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSubmitTest {

    private static final String ONE = """
            [ {"name": "evdisp",  "payload": "/bin/true", "state": "defined",
               "env": {"A": "1", "B": "2"}, "metadata": 1.10} ]
            """;

    @TempDir
    Path directory;

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
    void sendsTheFileUnchangedAndNamesTheJob() throws IOException {
        var result = freshet.run("job", "submit", file(ONE));

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Submitted job 12 (evdisp, defined)\n");
        assertThat(server.last().body()).isEqualTo(ONE);
    }

    @Test
    void readsStdin() {
        var result = freshet.withInput(ONE).run("job", "submit", "-");

        assertThat(result.code()).isZero();
        assertThat(server.last().body()).isEqualTo(ONE);
    }

    @Test
    void passesTheNoticesOfTheServerOn() {
        var result = freshet.withInput("{\"name\": \"a\", \"payload\": \"x\"}").run("job", "submit", "-");

        assertThat(result.out()).isEqualTo("Submitted job 12 (a, template)\n");
        assertThat(result.err()).isEqualTo("Jobs are held; release them with: freshet job release ID\n");
    }

    @Test
    void makesAJobForEachInputFileAndReplica() {
        var result = freshet.withInput(ONE).run("job", "submit", "-", "-f", "a.root,b.root", "-n", "2");

        assertThat(result.out()).isEqualTo("Submitted 4 jobs: 12 to 15 (4 defined)\n");
        assertThat(server.last().json())
                .extracting(job -> job.path("env").path("P3S_INPUT_FILE").asString())
                .containsExactly("a.root", "a.root", "b.root", "b.root");
    }

    @Test
    void takesInputFilesFromARepeatedOption() {
        freshet.withInput(ONE).run("job", "submit", "-", "-f", "a.root", "-f", "b.root");

        assertThat(server.last().json()).hasSize(2);
    }

    @Test
    void overridesVariablesStateAndPriority() {
        freshet.withInput(ONE)
                .run("job", "submit", "-", "--env", "B=x=y", "--env", "C=", "--state", "template", "--priority", "-7");

        var job = server.last().json().get(0);
        assertThat(job.path("env").toString()).isEqualTo("{\"A\":\"1\",\"B\":\"x=y\",\"C\":\"\"}");
        assertThat(job.path("state").asString()).isEqualTo("template");
        assertThat(job.path("priority").asInt()).isEqualTo(-7);
        assertThat(server.last().body()).contains("\"metadata\":1.10");
    }

    @Test
    void addsVariablesToADescriptionWithoutAny() {
        freshet.withInput("{\"name\": \"a\", \"payload\": \"x\"}").run("job", "submit", "-", "--env", "A=1");

        assertThat(server.last().json().get(0).path("env").path("A").asString()).isEqualTo("1");
    }

    @Test
    void refusesToMultiplyADescriptionWithAKey() {
        var result = freshet.withInput("[{\"payload\": \"x\", \"key\": \"k\"}]").run("job", "submit", "-", "-n", "2");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).startsWith("stdin: job 0, a description with a key");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void refusesMoreJobsThanOneCallTakes() {
        var result = freshet.withInput(ONE).run("job", "submit", "-", "-n", "2000000000");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).isEqualTo("That would be 2,000,000,000 jobs; one call takes at most 100,000.\n");
    }

    @Test
    void namesThePlaceOfMalformedJsonWhenItHasToReadIt() throws IOException {
        var path = file("[\n  {\"name\" \"evdisp\"}\n]");
        var result = freshet.run("job", "submit", path, "-n", "2");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).startsWith(path + ":2:11: ").hasLineCount(1);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void namesThePlaceOfMalformedJsonThatTheServerFound() throws IOException {
        var path = file("[\n  {\"name\" \"evdisp\"}\n]");
        var result = freshet.run("job", "submit", path);

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).isEqualTo(path + ":2:11: is not JSON\n");
    }

    @Test
    void namesAtMostTwentyProblems() {
        var descriptions = IntStream.range(0, 25).mapToObj(i -> "{}").toList();
        var result = freshet.withInput(descriptions.toString()).run("job", "submit", "-");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .hasLineCount(21)
                .startsWith("stdin:2:3: job 0, payload: is missing\nstdin:3:3: job 1,")
                .endsWith("and 5 more\n");
    }

    @Test
    void namesAProblemOnceHoweverOftenTheJobWasMultiplied() {
        var result = freshet.withInput("[{\"payload\": \"x\"}, {}]").run("job", "submit", "-", "-n", "3");

        assertThat(result.err()).isEqualTo("stdin: job 1, payload: is missing\n");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        var result = freshet.run("job", "submit", "missing.json");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).isEqualTo("There is no file missing.json.\n");
    }

    @Test
    void refusesADirectory() {
        var result = freshet.run("job", "submit", directory.toString());

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).startsWith("The file " + directory + " cannot be read: ");
    }

    @Test
    void printsTheAnswerAsJsonAndNothingElse() {
        var result =
                freshet.withInput("[{\"name\": \"a\", \"payload\": \"x\"}]").run("job", "submit", "-", "--json");

        assertThat(result.json().path("items").get(0).path("id").asInt()).isEqualTo(12);
        assertThat(result.json().path("notices")).hasSize(1);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void noticesAPayloadThatCannotBeExecutedHere() throws IOException {
        var script = file("exit 0");
        var result = freshet.withInput("""
                        [{"jobtype": "a", "name": "a", "payload": "/nonexistent/a.sh --x"},
                         {"jobtype": "a", "name": "a", "payload": "%s", "state": "defined"},
                         {"jobtype": "a", "name": "a", "payload": "/nonexistent/b.sh", "env": {"P3S_EXECMODE": "1"}}]
                        """.formatted(script)).run("job", "submit", "-");

        assertThat(result.code()).isZero();
        assertThat(result.err())
                .startsWith("Payload /nonexistent/a.sh does not exist on this machine; a pilot needs it on its own.\n"
                        + "Payload " + script + " is not executable on this machine; a pilot needs it on its own.\n")
                .doesNotContain("b.sh");
    }

    @Test
    void showsHowMuchOfALargeFileIsSentOnATerminalOnly() {
        var large = "[{\"payload\": \"x\", \"name\": \"a\", \"metadata\": \"" + "x".repeat(2_000_000) + "\"}]";

        assertThat(freshet.withInput(large).run("job", "submit", "-").err()).doesNotContain("kB");
        assertThat(freshet.onATerminal()
                        .withInput(large)
                        .run("job", "submit", "-")
                        .err())
                .contains("[####################] 1,953 of 1,953 kB sent; it is being stored");
    }

    @Test
    void waitsUntilTheJobsAreFinished() {
        server.beforeAnswers(() -> {}, () -> {}, () -> server.finish(12));

        var result = freshet.withInput(ONE).run("job", "submit", "-", "--wait");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo("Submitted job 12 (evdisp, defined)\nJob 12 (evdisp) finished, ran 14 min 05 s.\n");
    }

    @Test
    void endsWithOneWhenAJobItWaitedForFailed() {
        server.beforeAnswers(() -> {}, () -> server.fail(12, 3));

        var result = freshet.withInput(ONE).run("job", "submit", "-", "--wait", "--json");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json()).hasSize(1);
        assertThat(result.json().get(0).path("state").asString()).isEqualTo("FAILED");
        assertThat(result.err())
                .contains("Job 12 (evdisp) failed: exit code 3, ran 14 min 05 s. Read the end of its log");
    }

    @Test
    void printsWhatTheJobWritesUntilItHasEnded() {
        server.beforeAnswers(() -> {}, () -> {}, () -> {
            server.fail(12, 3);
            server.log(12, 1, true, ContractServer.Part.stdout("out\n", "", 4));
        });

        var result = freshet.withInput(ONE).run("job", "submit", "-", "--follow");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err())
                .startsWith("Submitted job 12 (evdisp, defined)\n")
                .contains("failed: exit code 3");
    }

    @Test
    void refusesToFollowAsJson() {
        var result = freshet.withInput(ONE).run("job", "submit", "-", "--follow", "--json");

        assertThat(result.code()).isEqualTo(2);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void refusesATimeoutWithoutAWait() {
        var result = freshet.withInput(ONE).run("job", "submit", "-", "--timeout", "5m");

        assertThat(result.code()).isEqualTo(2);
        assertThat(server.received()).isEmpty();
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("jobs.json"), content).toString();
    }
}
