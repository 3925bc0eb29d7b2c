package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Problem;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.Api;
import org.freshet.test.support.Directories;
import org.freshet.test.support.Installation;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShellCommand.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The command, called as people and scripts call it. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandE2E {

    private static final Path SAMPLES = Directories.project().resolve("../shared/samples/p3s/jobs");
    private static final JsonMapper ONE_DOCUMENT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static Installation installation;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        installation = Installation.create(Map.of("FRESHET_LOCAL_PILOTS", "3"));
        server = RunningServer.start(installation);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 2>err.log"})
    void showsProgressOnATerminalOnly(String redirection) {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script");
        var held =
                installation.write("held.json", aJob().with("state", "template").toString());
        var wait = "bin/freshet job submit " + held + " --wait --timeout 1s"
                + redirection.replace(
                        "err.log", installation.directory().resolve("err.log").toString());

        var terminal = installation
                .run("/usr/bin/script -qec '" + wait + "' /dev/null")
                .out();

        assertThat(terminal.contains("\u001b[K")).isEqualTo(redirection.isEmpty());
        assertThat(installation.directory().resolve("err.log"))
                .satisfiesAnyOf(
                        it -> assertThat(it).doesNotExist(),
                        it -> assertThat(it)
                                .content()
                                .contains("not ended: 1 job")
                                .doesNotContain("\u001b"));
    }

    @Test
    @Order(1) // it asks for the log of job 1
    void printsTheEnvironmentOfAPublishedJob() {
        var published = SAMPLES.resolve("printEnv.json");
        var file = Files.exists(published) ? published : installation.write("printEnv.json", """
                [{"name": "printEnv", "timeout": "100", "jobtype": "printEnv", "payload": "/bin/env", "priority": "1",
                  "state": "defined", "env": {"P3S_COMMENT": "we are not using a wrapper"}}]
                """);

        var ended = run("bin/freshet job submit " + file + " --wait && bin/freshet job log 1");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.out())
                .contains("P3S_COMMENT=we are not using a wrapper", "FRESHET_JOB_ID=1\n", "FRESHET_ATTEMPT=1\n")
                .contains("FRESHET_URL=" + server.url(), "FRESHET_OUTPUT_DIR=/", "FRESHET_PILOT_ID=")
                .containsPattern("P3S_JOB_UUID=\\p{XDigit}{8}-")
                .containsPattern("P3S_PILOT_UUID=[0-9]+\n")
                .doesNotContain(installation.secret("admin.token"), installation.secret("sites/local.secret"));
    }

    @Test
    void runsEveryPublishedDescriptionUnchanged() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(SAMPLES), "the published descriptions are not beside the project");

        for (var file : listed(SAMPLES)) {
            var submitted = read(run("bin/freshet job submit " + file + " --json"), Submitted.class);

            assertThat(submitted.items()).as(file.toString()).isNotEmpty();
            for (var item : submitted.items()) {
                endsAsItsPayloadDeserves(item);
            }
        }
    }

    private static void endsAsItsPayloadDeserves(Submitted.Item item) {
        var payload = server.api().job(item.id()).job().payload();
        if (payload.startsWith("sleep ")) {
            server.await(item.id(), JobState.RUNNING);
            server.api().change(item.id(), "cancel");
            server.await(item.id(), JobState.CANCELLED);
        } else if (Files.isExecutable(Path.of(payload))) {
            server.await(item.id(), JobState.FINISHED);
        } else {
            var job = server.await(item.id(), JobState.FAILED);
            assertThat(job.reason()).isEqualTo(FailureReason.NOT_STARTED);
            assertThat(job.message()).contains(payload);
        }
    }

    @Test
    void exitsWith0WhenTheJobFinished() {
        assertThat(run("bin/freshet job submit " + file(aJob()) + " --wait").exitCode())
                .isZero();
    }

    @Test
    void exitsWith1WhenTheJobFailedAndSaysWhy() {
        var job = file(aJob().with("payload", "/bin/sh -c \"exit 65\""));

        var ended = run("bin/freshet job submit " + job + " --wait");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out() + ended.err()).contains("65");
    }

    @Test
    void exitsWith2AndShowsTheUsageWhenItIsNotUnderstood() {
        refuses(2, "--colour", "bin/freshet job list --colour");
    }

    @Test
    void exitsWith3WhenNoServerAnswers() {
        refuses(3, "127.0.0.1:9", "FRESHET_URL=http://127.0.0.1:9 bin/freshet summary");
    }

    @Test
    void exitsWith4WhenTheTokenIsWrong() {
        var before = server.summary().jobsTotal();

        refuses(4, "oken", "FRESHET_TOKEN=wrong bin/freshet job submit " + file(aJob()));

        assertThat(server.summary().jobsTotal()).isEqualTo(before);
    }

    @Test
    void exitsWith5WhenThereIsNoSuchJob() {
        refuses(5, "999999", "bin/freshet job show 999999");
    }

    @Test
    void exitsWith6WhenTheStateDoesNotAllowIt() {
        var job = server.api().submit(aJob());
        server.await(job, JobState.FINISHED);

        refuses(6, "Job " + job + " is FINISHED and cannot be cancelled.", "bin/freshet job cancel " + job);
    }

    @Test
    void exitsWith7AndNamesThePlaceWhenTheInputIsMalformed() {
        var before = server.summary().jobsTotal();
        var malformed = installation.write("malformed.json", "[\n  {\"name\": \"a\",\n   \"jobtype\": }\n]\n");

        refuses(7, "malformed.json:3:", "bin/freshet job submit " + malformed);

        assertThat(server.summary().jobsTotal()).isEqualTo(before);
    }

    @Test
    void exitsWith7AndNamesEveryWrongAttribute() {
        var wrong = file(aJob().with("priority", "high").with("colour", "green"));

        var ended = refuses(7, "priority", "bin/freshet job submit " + wrong);

        assertThat(ended.err()).contains("colour");
    }

    @Test
    void exitsWith8WhenTheWaitTimesOut() {
        var held = server.api().submit(aJob().without("state"));

        refuses(8, held.toString(), "bin/freshet job wait " + held + " --timeout 1s");
    }

    @Test
    void judgesDescriptionsWithoutAServerAsTheServerDoes() {
        var wrong = installation.write("wrong.json", "[" + wrongDescriptions() + "]");

        var alone = read7("bin/freshet validate --offline --json " + wrong);
        var server = CommandE2E.server.api().post("/api/v1/jobs/validate", wrongList());

        assertThat(alone.errors()).hasSizeGreaterThan(40);
        assertThat(places(alone)).isEqualTo(places(server.problem()));
    }

    private static Problem read7(String command) {
        var ended = run(command);
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(7);
        return Api.JSON.readValue(ended.out(), Problem.class);
    }

    private static String wrongList() {
        return "[" + wrongDescriptions() + "]";
    }

    /** The samples by which both are tested, one to a line. */
    private static String wrongDescriptions() {
        try (var lines = Files.lines(Directories.project().resolve("test/samples/descriptions/refused.csv"))) {
            return lines.filter(it -> !it.startsWith("#"))
                    .map(it -> "{\"jobtype\": \"a\", \"payload\": \"b\", " + it.split("\\|")[0] + "}")
                    .collect(Collectors.joining(",\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> places(Problem problem) {
        return problem.errors().stream()
                .map(it -> it.index() + " " + it.field() + " line " + it.line() + " column " + it.column())
                .sorted()
                .toList();
    }

    @Test
    void watchesTheSummaryUntilCtrlC() {
        var watch = installation.start("exec bin/freshet summary --watch --every 1s");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> watch.out().contains("pilots "));

        watch.signalGroup("INT");

        assertThat(watch.ended().exitCode()).as(watch.toString()).isZero();
        assertThat(watch.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "summary",
                "config",
                "open 1",
                "validate --offline deploy/examples/waveforms/noise.json",
                "job list",
                "job show 1",
                "job log 1",
                "job wait 1",
                "pilot list",
                "pilot show 1",
                "validate deploy/examples/waveforms/jobs.json",
                "job submit deploy/examples/waveforms/jobs.json --state template"
            })
    void printsOneJsonDocumentAndNothingElse(String command) {
        var ended = run("bin/freshet " + command + " --json");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ONE_DOCUMENT.readTree(ended.out()).isContainer())
                .as(ended.toString())
                .isTrue();
    }

    private static Ended refuses(int code, String word, String command) {
        var ended = run(command);

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(code);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains(word).doesNotContain("Exception", "\tat ");
        return ended;
    }

    private static Ended run(String command) {
        return installation.run(command);
    }

    private static Path file(JobText job) {
        return installation.write("job.json", job.toString());
    }

    private static <T> T read(Ended ended, Class<T> type) {
        return Api.JSON.readValue(ended.successful().out(), type);
    }

    private static Iterable<Path> listed(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
