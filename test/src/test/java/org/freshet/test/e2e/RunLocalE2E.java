package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LocalEnd;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShellCommand;
import org.freshet.test.support.ShellCommand.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A payload that runs here and now, as its developer calls it. */
@Timeout(120)
class RunLocalE2E {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** In the arguments of the payload's processes. */
    private final String tag = "77" + UUID.randomUUID().toString().replaceAll("[^0-9]", "");

    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        installation = Installation.create();
        Files.createDirectory(temporary());
    }

    @AfterEach
    void remove() {
        running().forEach(ProcessHandle::destroyForcibly);
        installation.close();
    }

    @Test
    void findsTheSameEnvironmentAsThroughAPilotApartFromIds() {
        var commands = Readme.of("deploy/examples/print-environment/README.md")
                .commands()
                .getFirst()
                .split("\n");
        RunningServer.start(installation);

        var here = run(commands[0], 0);
        var byPilot = installation.run(commands[1]).successful();

        assertThat(withoutIds(here.out())).isEqualTo(withoutIds(byPilot.out()));
        assertThat(here.out())
                .contains("session      of its own\n", "arguments    one two words\n", "input        /dev/null\n")
                .contains("\nFRESHET_JOB_ID=0\n", "\nFRESHET_PILOT_ID=0\n", "\nP3S_COMMENT=what a payload finds\n")
                .doesNotContain(installation.home().toString(), "FRESHET_HOME", "FRESHET_LOCAL_PILOT_JAR");
        assertThat(here.err()).matches("print environment finished, ran \\S+ s\\.\n");
        assertThat(temporary()).isEmptyDirectory();
    }

    private static List<String> withoutIds(String output) {
        return output.lines()
                .map(it -> it.replaceFirst(
                        "^(FRESHET_JOB_ID|FRESHET_PILOT_ID|FRESHET_OUTPUT_DIR|P3S_JOB_UUID|P3S_PILOT_UUID)=.+", "$1"))
                .map(it -> it.replaceFirst("^(directory|PWD=).+", "$1"))
                .filter(it -> !it.startsWith("SHLVL=") && !it.startsWith("TMPDIR="))
                .toList();
    }

    @Test
    void keepsResultsAndRemovesTheDirectoryOfAFailure() {
        var job = job("echo $P3S_INPUT_FILE > output/found; exit $CODE", "\"outputs\": [\"found\"]");

        var finished = run("bin/freshet run-local " + job + " -f /data/a.root --env CODE=0 --json", 0);
        var failed = run("bin/freshet run-local " + job + " --env CODE=3 --json", 1);
        var kept = run("bin/freshet run-local " + job + " --env CODE=3 --json --keep", 1);

        assertThat(end(finished).state()).isEqualTo(JobState.FINISHED);
        assertThat(Path.of(String.valueOf(end(finished).directory())).resolve("output/found"))
                .hasContent("/data/a.root");
        assertThat(end(failed).reason()).isEqualTo(FailureReason.EXIT_CODE);
        assertThat(end(failed).exitCode()).isEqualTo(3);
        assertThat(end(failed).directory()).isNull();
        assertThat(failed.err()).contains("a test failed, ran", "The payload ended with exit code 3. Next step: ");
        assertThat(Path.of(String.valueOf(end(kept).directory()))).isDirectory();
        assertThat(kept.err()).contains("Its directory is " + temporary());
    }

    @Test
    void putsTheFilesThatVariablesNameInPlace() {
        var target = installation.directory().resolve("plot.svg");
        var job = job("echo plot > \"$PLOT\"; echo $PLOT", "\"outputs\": [\"$PLOT\"]");

        var ended = run("bin/freshet run-local " + job + " --env PLOT=" + target, 0);

        assertThat(target).hasContent("plot");
        assertThat(ended.out()).contains("/.0.1.plot.svg\n");
    }

    @Test
    void judgesMissingOutputsAndTheTimeLimitAsAPilotDoes() {
        var silent = run("bin/freshet run-local --json " + job("true", "\"outputs\": [\"rms.svg\"]"), 1);
        var slow = run("bin/freshet run-local --json " + job("sleep " + tag, "\"timeout\": 1"), 1);
        var nowhere = run("bin/freshet run-local --json " + job("/nonexistent/x", "\"env\": {}"), 1);

        assertThat(end(silent).reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(silent.err()).contains("rms.svg");
        assertThat(end(slow).reason()).isEqualTo(FailureReason.TIME_LIMIT);
        assertThat(running()).isEmpty();
        assertThat(end(nowhere).reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end(nowhere).message()).contains("/nonexistent/x does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void endsTheWholeTreeOnASignalAndSaysSo(String signal) {
        var command = start();

        command.signalGroup(signal);
        var ended = command.ended(SOON);

        assertThat(ended.exitCode()).isGreaterThan(128);
        assertThat(ended.err()).contains("a test cancelled, ran", "run-local was told to stop.");
        assertThat(running()).isEmpty();
        assertThat(temporary()).isEmptyDirectory();
    }

    @Test
    void leavesNothingWhenTheRunnerIsKilled() {
        var command = start();

        runner().destroyForcibly();
        var ended = command.ended(SOON);

        await().atMost(SOON).untilAsserted(() -> assertThat(running()).isEmpty());
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("its guardian ends the payload");
    }

    @Test
    void leavesNothingWhenTheCommandIsKilled() {
        var command = start();

        command.process().destroyForcibly();

        await().atMost(SOON).untilAsserted(() -> assertThat(running()).isEmpty());
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(installation.describedProcesses()).isEmpty());
    }

    @Test
    void needsAChoiceAmongSeveralJobs() {
        var jobs = installation.write("jobs.json", """
                [{"name": "a", "jobtype": "test", "payload": "/bin/echo first"},
                 {"name": "b", "jobtype": "test", "payload": "/bin/echo second"}]
                """);

        var none = run("bin/freshet run-local " + jobs, 2);
        var second = run("bin/freshet run-local " + jobs + " --index 1", 0);
        var first = run("bin/freshet run-local " + jobs + " --name a", 0);

        assertThat(none.err()).contains("Several of 2 jobs", "--index or --name", "0 (a), 1 (b)");
        assertThat(second.out()).isEqualTo("second\n");
        assertThat(first.out()).isEqualTo("first\n");
    }

    /** Runs a payload that does its best to survive, until all of it runs. */
    private ShellCommand start() {
        var job = job(
                "echo begun; sleep TAG & (trap '' TERM; sleep TAG) & setsid sleep TAG & env -i setsid sleep TAG & wait"
                        .replace("TAG", tag),
                "\"timeout\": 600");
        var command = installation.start(
                "exec bin/freshet run-local " + job,
                Map.of("TMPDIR", temporary().toString()));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(running()).as(command.toString()).hasSize(4));
        await().atMost(SOON).untilAsserted(() -> assertThat(command.out()).isEqualTo("begun\n"));
        return command;
    }

    private List<ProcessHandle> running() {
        return processes("sleep\0" + tag);
    }

    private ProcessHandle runner() {
        var runners = new ArrayList<>(processes("\0run-local\0"));
        runners.removeIf(
                it -> !installation.processes().contains(it) || !words(it).contains("pilot.jar"));
        assertThat(runners).hasSize(1);
        return runners.getFirst();
    }

    private static List<ProcessHandle> processes(String words) {
        return ProcessHandle.allProcesses()
                .filter(it -> words(it).contains(words))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static String words(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private Path temporary() {
        return installation.directory().resolve("tmp");
    }

    private Path job(String text, String more) {
        return installation.write("job-" + UUID.randomUUID() + ".json", """
                {"name": "a test", "jobtype": "test", "payload": "%s", %s}
                """.formatted(
                        text.replace("\"", "\\\""),
                        more.contains("env") ? more : more + ", \"env\": {\"P3S_EXECMODE\": \"1\"}"));
    }

    private Ended run(String command, int code) {
        var ended = installation
                .start(command, Map.of("TMPDIR", temporary().toString()))
                .ended();
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(code);
        return ended;
    }

    private static LocalEnd end(Ended ended) {
        return Api.JSON.readValue(ended.out(), LocalEnd.class);
    }
}
