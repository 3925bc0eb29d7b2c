package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.started;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.freshet.test.support.RawHttp;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TableCounts;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of requests that are valid but for some accident: whatever comes, the server does not fail, a request that it
 * refuses leaves nothing behind, and the connection can be used on. {@code -Dfuzz.seed=} repeats a run.
 */
@Timeout(600)
class FuzzIT {

    /** The same accidents in every build; other ones when somebody looks for them. */
    private static final long USUAL_SEED = 1;

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 10_000);

    private static final int MOST_FLAWS = 10;

    /** A request that the server takes. */
    private record Valid(String method, String address, String token, String body) {

        @Override
        public String toString() {
            return shortened(method + " " + address + "\n" + body);
        }
    }

    @Test
    void neverFailsAndKeepsNothingOfWhatItRefuses() throws IOException {
        long seed = Long.getLong("fuzz.seed", USUAL_SEED);
        System.out.println("FuzzIT: repeat with -Dfuzz.seed=" + seed);
        var statuses = new TreeMap<Integer, Integer>();
        try (var server = TestServer.start(
                        "freshet.pilot.long-poll=1s",
                        "freshet.api.requests-per-second=0",
                        "logging.level.org.freshet=OFF");
                var connection = new RawHttp.Connection(server.url())) {
            var valid = valid(server);
            var counts = new TableCounts(server);
            var before = counts.now();
            var flaws = new ArrayList<String>();
            for (int n = 0; n < REQUESTS && flaws.size() < MOST_FLAWS; n++) {
                var random = new Random(seed + n);
                var request = mutated(valid.get(random.nextInt(valid.size())), random);
                var answer = connection.send(bytes(request));
                var now = counts.now();
                statuses.merge(answer.status(), 1, Integer::sum);
                var flaw = flaw(answer, now.equals(before));
                if (!flaw.isEmpty()) {
                    flaws.add("%s: request %d of seed %d: %s%n%s%n%s"
                            .formatted(flaw, n, seed, request, answer.head(), shortened(answer.body())));
                }
                before = now;
            }
            assertThat(flaws).isEmpty();
            System.out.println("FuzzIT: answers by status " + statuses);
            assertAliveAndVaried(server, statuses);
        }
    }

    /** What is wrong with an answer; empty if nothing is. */
    private static String flaw(RawHttp.Answer answer, boolean storedNothing) {
        if (answer.status() < 200 || answer.status() >= 500) {
            return "status " + answer.status();
        }
        if (answer.status() >= 400 && !storedNothing) {
            return "refused, but something was stored";
        }
        var said = answer.body();
        return answer.status() >= 400 && (said.isBlank() || said.contains("\tat ") || said.contains("Exception:"))
                ? "refused without a sentence"
                : "";
    }

    private static String shortened(String text) {
        return text.length() < 1000 ? text : text.substring(0, 1000) + " …";
    }

    /** Requests that are all refused, or all taken, would show nothing. */
    private static void assertAliveAndVaried(TestServer server, Map<Integer, Integer> statuses) {
        assertThat(server.api().submit(aJob())).isNotNull();
        assertThat(statuses.getOrDefault(400, 0)).isGreaterThan(REQUESTS / 10);
        assertThat(statuses.entrySet().stream()
                        .filter(it -> it.getKey() < 300)
                        .mapToInt(Map.Entry::getValue)
                        .sum())
                .isGreaterThan(REQUESTS / 100);
    }

    private static Valid mutated(Valid request, Random random) {
        var mutations = new Mutations(random);
        var address = request.body().isEmpty() || random.nextInt(10) == 0;
        return new Valid(
                request.method(),
                address ? mutations.ofAddress(request.address()) : request.address(),
                request.token(),
                address ? request.body() : mutations.ofBody(request.body()));
    }

    private static byte[] bytes(Valid request) throws IOException {
        // Blanks and line ends would end the request line.
        var address = request.address().replaceAll("[\\x00-\\x20]", "");
        return RawHttp.request(
                request.method() + " " + address + " HTTP/1.1",
                Stream.of("Authorization: Bearer " + request.token(), "Content-Type: application/json"),
                request.body().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Valid> valid(TestServer server) {
        var admin = server.secret("admin.token");
        var held = server.api().submit(aJob().without("state"));
        server.api().submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        pilot.say(false, started(given));
        var own = "/api/v1/pilots/" + pilot.id();
        var attempt = "{\"job\": " + given.attempt().job() + ", \"attempt\": 1}";
        var job = "/api/v1/jobs/" + held;
        server.api().post("/api/v1/sites", "{\"name\": \"farm\", \"batch\": \"HTCONDOR\", \"cap\": 3}");
        return List.of(
                new Valid("POST", "/api/v1/sites", admin, """
                        {"name": "night", "batch": "NONE", "cap": 5, "mode": "DEMAND", "reserve": 1, "ramp": 2, "env": {"A": "b"}}"""),
                new Valid("PATCH", "/api/v1/sites/farm", admin, "{\"cap\": 4, \"ramp\": 2, \"heartbeatSeconds\": 20}"),
                new Valid("POST", "/api/v1/sites/farm/pause", admin, "{\"reason\": \"a test\"}"),
                new Valid("POST", "/api/v1/pool/farm/runs", admin, "{\"host\": \"submit.example\", \"dryRun\": true}"),
                new Valid("POST", "/api/v1/pool/farm/runs/6e5d1f5e-8c0f-4d2a-9c55-3f9f5d0f6a11", admin, """
                        {"did": "look", "view": {"is": "unreadable", "sentence": "condor_q did not answer"}}"""),
                new Valid("POST", "/api/v1/jobtypes/t/limit", admin, "{\"limit\": 3, \"reason\": \"a test\"}"),
                new Valid("POST", "/api/v1/jobtypes/t/order", admin, "{\"order\": \"NEWEST_FIRST\"}"),
                new Valid("POST", "/api/v1/jobtypes/t/late", admin, "{\"lateAfterSeconds\": 300}"),
                new Valid("GET", "/api/v1/freshness?limit=5&after=a", admin, ""),
                new Valid("GET", "/?at=-10min&span=hour", admin, ""),
                new Valid("GET", "/jobs?at=-10min&state=FAILED&type=t", admin, ""),
                new Valid("GET", "/grid?first=1&last=9&type=t&only=trouble", admin, ""),
                new Valid("POST", "/api/v1/datasets", admin, """
                        [{"path": "/data/a.txt", "datatype": "TXT", "datatag": "A", "comment": "c", "state": "written"},
                         {"dirpath": "/data", "name": "b.txt", "datatype": "TXT"}]"""),
                new Valid("POST", "/api/v1/log", admin, """
                        {"service": "scan", "level": "WARNING", "message": "m", "data": {"files": [1, 2]}}"""),
                new Valid("GET", "/api/v1/log?service=scan&level=INFO&since=3600&limit=5", admin, ""),
                new Valid("GET", "/pool/farm?x=y", admin, ""),
                new Valid("POST", "/api/v1/jobs", admin, """
                        [{"name": "n", "jobtype": "t", "payload": "/bin/true", "env": {"A": "b", "N": 1}, "timeout": 60,
                          "priority": 5, "state": "template", "tags": ["gpu"], "outputs": ["$A", "c.txt"], "run": 5077, "subrun": 1,
                          "usefulFor": "PT10M", "dataTime": "2026-11-20T03:12:47Z", "cores": 1, "memoryMb": 100, "retries": 1, "noRetryExitCodes": [2],
                          "maxLosses": 2, "exclusive": false, "metadata": {"a": [1, {"b": null}]}, "x-note": 1},
                         {"jobtype": "u", "payload": "p", "key": "k"}]"""),
                new Valid("POST", "/api/v1/jobs/validate", admin, """
                        {"jobtype": "t", "payload": "/bin/true", "env": {"A": "b"}, "site": "local", "diskMb": 1}"""),
                new Valid("POST", job + "/priority", admin, "{\"priority\": 7, \"reason\": \"it is urgent\"}"),
                new Valid("POST", job + "/retry", admin, "{\"reason\": \"again\", \"usefulFor\": 600}"),
                new Valid("POST", job + "/cancel", admin, "{\"reason\": \"enough\"}"),
                new Valid("POST", "/api/v1/purge", admin, """
                        {"what": "jobs", "states": ["FAILED", "CANCELLED"], "olderThanSeconds": 86400, "dryRun": false, "after": 3}"""),
                new Valid("POST", "/api/v1/pilots", server.secret("sites/local.secret"), """
                        {"protocol": 1, "site": "local", "nonce": "0123456789abcdef", "host": "h", "pid": 1, "version": "t",
                         "batchId": "7.1", "user": "u",
                         "offer": {"cores": 1, "memoryMb": 1, "diskMb": 1, "tags": ["gpu"], "remainingSeconds": 3600}}"""),
                new Valid("POST", own + "/exchange", pilot.token(), """
                        {"seq": 9, "holds": ATTEMPT, "reports": [{"type": "started", "attempt": ATTEMPT, "startedAgoMs": 5},
                          {"type": "progress", "attempt": ATTEMPT, "logs": [{"stream": "STDOUT", "head": "aGk=", "tail": "", "totalBytes": 2}]},
                          {"type": "ended", "attempt": ATTEMPT, "reason": "EXIT_CODE", "exitCode": 3, "message": "m", "startedAgoMs": 9,
                           "endedAgoMs": 1, "logs": []}]}""".replace("ATTEMPT", attempt)),
                new Valid(
                        "PUT", own + "/jobs/" + given.attempt().job() + "/attempts/1/logs/stdout", pilot.token(), """
                        {"stream": "STDOUT", "head": "aGk=", "tail": "aGE=", "totalBytes": 2000}"""),
                new Valid(
                        "GET",
                        "/api/v1/jobs?state=FAILED,DEFINED&jobtype=t&run=5077&name=n&limit=10&after=99",
                        admin,
                        ""),
                new Valid("GET", "/api/v1/pilots?state=BUSY&site=local&limit=10", admin, ""),
                new Valid("GET", job + "/log?attempt=1&follow=true", admin, ""),
                new Valid("GET", "/jobs?state=FAILED&q=4711&name=x&page=2&before=7", admin, ""),
                new Valid("GET", "/pilots/" + pilot.id() + "?x=y", admin, ""),
                new Valid("GET", "/jobs/" + held + "/log/stdout?attempt=1", admin, ""));
    }
}
