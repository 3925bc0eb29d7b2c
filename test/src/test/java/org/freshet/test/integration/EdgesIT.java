package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Problem;
import org.freshet.protocol.Report;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that no healthy agent sends: each is refused with the field's name, and nothing of it is applied. */
class EdgesIT {

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertRefused(Api.Answer answer, String field) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem().errors())
                .extracting(Problem.FieldError::field)
                .containsExactly(field);
    }

    /** An exchange that also brings the start of the job, which must not be applied. */
    private static Api.Answer exchange(ScriptedPilot pilot, Assignment job, String reports, String more) {
        var start = Api.JSON.writerFor(Report.class).writeValueAsString(started(job));
        var body =
                "{\"seq\": 50, \"reports\": [" + start + (reports.isEmpty() ? "" : ", " + reports) + "]" + more + "}";
        return pilot.api()
                .post(
                        "/api/v1/pilots/" + pilot.id() + "/exchange",
                        body.replace("ATTEMPT", "\"attempt\": " + Api.JSON.writeValueAsString(job.attempt())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            reports[1].attempt           | {"type": "started", "startedAgoMs": 1}
            reports[1].attempt           | {"type": "started", "attempt": null, "startedAgoMs": 1}
            reports[1].attempt.job       | {"type": "started", "attempt": {"attempt": 1}, "startedAgoMs": 1}
            reports[1].attempt.job       | {"type": "started", "attempt": {"job": null, "attempt": 1}, "startedAgoMs": 1}
            reports[1].attempt.attempt   | {"type": "started", "attempt": {"job": 1}, "startedAgoMs": 1}
            reports[1].startedAgoMs      | {"type": "started", ATTEMPT, "startedAgoMs": 9223372036854775807}
            reports[1].startedAgoMs      | {"type": "started", ATTEMPT, "startedAgoMs": -1}
            reports[1]                   | null
            reports[1].logs              | {"type": "progress", ATTEMPT, "logs": null}
            reports[1].logs              | {"type": "progress", ATTEMPT}
            reports[1].logs[0]           | {"type": "progress", ATTEMPT, "logs": [null]}
            reports[1].logs[0].stream    | {"type": "progress", ATTEMPT, "logs": [{"head": "", "tail": "", "totalBytes": 0}]}
            reports[1].logs[0].head      | {"type": "progress", ATTEMPT, "logs": [{"stream": "STDOUT", "tail": "", "totalBytes": 0}]}
            reports[1].logs[0].tail      | {"type": "progress", ATTEMPT, "logs": [{"stream": "STDOUT", "head": "", "tail": null, "totalBytes": 0}]}
            reports[1].logs[0].totalBytes | {"type": "progress", ATTEMPT, "logs": [{"stream": "STDOUT", "head": "AAAA", "tail": "", "totalBytes": 0}]}
            reports[1].logs[1].stream    | {"type": "progress", ATTEMPT, "logs": [{"stream": "STDOUT", "head": "", "tail": "", "totalBytes": 0}, {"stream": "STDOUT", "head": "", "tail": "", "totalBytes": 0}]}
            reports[1].endedAgoMs        | {"type": "ended", ATTEMPT, "exitCode": 0, "endedAgoMs": 9223372036854775807, "logs": []}
            reports[1].startedAgoMs      | {"type": "ended", ATTEMPT, "exitCode": 0, "startedAgoMs": 9223372036854775807, "endedAgoMs": 1, "logs": []}
            reports[1].reason            | {"type": "ended", ATTEMPT, "exitCode": 3, "endedAgoMs": 1, "logs": []}
            reports[1].reason            | {"type": "ended", ATTEMPT, "endedAgoMs": 1, "logs": []}
            reports[1].reason            | {"type": "ended", ATTEMPT, "exitCode": 0, "signal": 9, "endedAgoMs": 1, "logs": []}
            reports[1].reason            | {"type": "ended", ATTEMPT, "reason": "PILOT_LOST", "endedAgoMs": 1, "logs": []}
            reports[1].exitCode          | {"type": "ended", ATTEMPT, "reason": "EXIT_CODE", "endedAgoMs": 1, "logs": []}
            reports[1].message           | {"type": "ended", ATTEMPT, "exitCode": 0, "message": "a\\u0000b", "endedAgoMs": 1, "logs": []}
            reports[1].why               | {"type": "givenBack", ATTEMPT, "why": "a\\u0000b"}
            reports[1].why               | {"type": "givenBack", ATTEMPT}
            """)
    void refusesReportsThatNoPilotMakes(String field, String report) {
        api.submit(aJob().ofType("refused"));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        var job = given.attempt().job();

        var answer = exchange(pilot, given, report, "");

        assertRefused(answer, field);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
        pilot.say(false, finished(given));
        assertThat(api.job(job).job().state()).isEqualTo(JobState.FINISHED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            holds.job             | , "holds": {"attempt": 1}
            leaving               | , "leaving": "a\\u0000b"
            want.cores            | , "want": {"cores": -1, "memoryMb": 1, "diskMb": 1, "tags": [], "remainingSeconds": 1}
            want.cores            | , "want": {"cores": 10001, "memoryMb": 1, "diskMb": 1, "tags": [], "remainingSeconds": 1}
            want.memoryMb         | , "want": {"cores": 1, "memoryMb": -1, "diskMb": 1, "tags": [], "remainingSeconds": 1}
            want.diskMb           | , "want": {"cores": 1, "memoryMb": 1, "diskMb": -1, "tags": [], "remainingSeconds": 1}
            want.tags             | , "want": {"cores": 1, "memoryMb": 1, "diskMb": 1, "tags": null, "remainingSeconds": 1}
            want.tags[0]          | , "want": {"cores": 1, "memoryMb": 1, "diskMb": 1, "tags": [null], "remainingSeconds": 1}
            want.tags[0]          | , "want": {"cores": 1, "memoryMb": 1, "diskMb": 1, "tags": ["a\\u0000b"], "remainingSeconds": 1}
            want.remainingSeconds | , "want": {"cores": 1, "memoryMb": 1, "diskMb": 1, "tags": [], "remainingSeconds": 9223372036854775807}
            """)
    void refusesWhatElseNoPilotSays(String field, String more) {
        api.submit(aJob().ofType("refused"));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        var job = given.attempt().job();

        var answer = exchange(pilot, given, "", more);

        assertRefused(answer, field);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
        pilot.say(false, finished(given));
    }

    @Test
    void sendsLongLogsToTheirOwnCall() {
        api.submit(aJob().ofType("talkative"));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        var job = given.attempt().job();
        var log = Base64.getEncoder().encodeToString(new byte[40_000]);
        var reports = """
                {"type": "progress", ATTEMPT, "logs": [{"stream": "STDOUT", "head": "%1$s", "tail": "", "totalBytes": 40000}]},
                {"type": "progress", ATTEMPT, "logs": [{"stream": "STDERR", "head": "%1$s", "tail": "", "totalBytes": 40000}]}
                """.formatted(log);

        var answer = exchange(pilot, given, reports, "");

        assertRefused(answer, "reports");
        assertThat(answer.problem().detail()).contains("80000", "PUT");
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
        pilot.say(false, finished(given));
    }

    @Test
    void keepsTheEndOfAJobWhoseMessageIsTooLong() {
        api.submit(aJob().ofType("wordy"));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        var job = given.attempt().job();
        var end = """
                {"type": "ended", ATTEMPT, "reason": "SIGNAL", "signal": 9, "message": "%s", "endedAgoMs": 1, "logs": []}
                """.formatted("w".repeat(10_000));

        var answer = exchange(pilot, given, end, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.FAILED);
        assertThat(api.job(job).job().message()).isEqualTo("w".repeat(4096));
    }

    private static final String REGISTRATION = """
            {"protocol": 1, "site": "local", "nonce": "NONCE", "host": "a host", "pid": 1, "version": "test",
             "offer": {"cores": 1, "memoryMb": 1, "diskMb": 1, "tags": [], "remainingSeconds": 1}}
            """;

    private static Api.Answer register(String registration) {
        var secret = server.secret("sites/local.secret");
        return new Api(server.url(), secret)
                .post(
                        "/api/v1/pilots",
                        registration.replace("NONCE", UUID.randomUUID().toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nonce            | "nonce": "NONCE"   | "nonce": null
            nonce            | "nonce": "NONCE",  |
            nonce            | NONCE              | short
            site             | "site": "local"    | "site": null
            host             | "host": "a host"   | "host": null
            host             | a host             | a\\u0000b
            host             | a host             | LONG
            version          | "version": "test"  | "version": null
            version          | "test"             | "LONG"
            batchId          | "pid": 1           | "pid": 1, "batchId": "LONG"
            pid              | "pid": 1,          |
            offer            | "offer": {         | "offer": null, "offer": {
            offer.tags       | "tags": []         | "tags": null
            offer.cores      | "cores": 1         | "cores": 0
            offer.memoryMb   | "memoryMb": 1      | "memoryMb": -5
            offer.remainingSeconds | "remainingSeconds": 1 | "remainingSeconds": 9223372036854775807
            """)
    void refusesRegistrationsThatNoPilotMakes(String field, String part, String instead) {
        var words = instead == null ? "" : instead.replace("LONG", "x".repeat(256));
        var body = field.equals("offer")
                ? REGISTRATION.replaceAll("(?s)\"offer\": \\{.*}}", "\"offer\": null}")
                : REGISTRATION.replace(part, words);

        var answer = register(body);

        assertThat(body).isNotEqualTo(REGISTRATION);
        assertRefused(answer, field);
    }

    @Test
    void readsNoRegistrationThatIsLong() {
        var padded = REGISTRATION + " ".repeat(64 * 1024);

        assertThat(register(REGISTRATION).status()).isEqualTo(201);
        assertThat(register(padded).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cancel   | reason    | {"reason": "a\\u0000b"}
            hold     | reason    | {"reason": "a\\u0000b"}
            retry    | usefulFor | {"usefulFor": "P3651D"}
            retry    | usefulFor | {"usefulFor": "PT0S"}
            priority | priority  | {}
            """)
    void refusesChangesThatCannotBeStored(String what, String field, String body) {
        var job = api.submit(aJob().ofType("kept"));

        var answer = api.post("/api/v1/jobs/" + job + "/" + what, body);

        assertRefused(answer, field);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/jobs?name=a%00b, name",
        "/api/v1/jobs?host=%00, host",
        "/api/v1/jobs?user=%00, user",
        "/api/v1/pilots?host=a%00b, host"
    })
    void refusesFiltersThatNothingCanMatch(String path, String field) {
        assertRefused(api.get(path), field);
    }

    @ParameterizedTest
    @CsvSource({
        "dataTime, 1969-12-31T23:59:59Z",
        "dataTime, 2200-01-01T00:00:00Z",
        "dataTime, -999999999-01-01T00:00:00Z",
        "dataTime, +294277-01-01T00:00:00Z"
    })
    void refusesTimesOfNoExperiment(String field, String time) {
        assertRefused(api.post("/api/v1/jobs", aJob().with(field, time).toString()), field);
    }

    @Test
    void countsTheBytesOfTagsBecauseTheirIndexDoes() {
        var most = IntStream.range(10, 20).mapToObj(n -> n + "é".repeat(49)).toList();
        var more = IntStream.range(10, 61).mapToObj(n -> "t" + n).toList();

        var taken = api.post("/api/v1/jobs", aJob().with("tags", most).toString());
        var together = Stream.concat(most.stream(), Stream.of("x")).toList();

        assertThat(taken.status()).as(taken.body()).isEqualTo(201);
        assertRefused(api.post("/api/v1/jobs", aJob().with("tags", together).toString()), "tags");
        assertRefused(api.post("/api/v1/jobs", aJob().with("tags", more).toString()), "tags");
        assertRefused(
                api.post(
                        "/api/v1/jobs",
                        aJob().with("tags", List.of("x".repeat(101))).toString()),
                "tags");
    }
}
