package org.freshet.test.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.DagText.aDag;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.freshet.protocol.Protocol;
import org.freshet.test.support.Api;
import org.freshet.test.support.Directories;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the description of the API that the server gives against the code and against the running server. */
class OpenApiIT {

    private static final String FILE = "server/src/main/resources/openapi.json";

    private static TestServer server;
    private static Api api;
    private static Description description;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        api = server.api();
        description = new Description(Files.readString(Directories.project().resolve(FILE)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void describesTheCode() throws IOException {
        var kept = Files.readString(Directories.project().resolve(FILE));

        assertThat(kept)
                .as("The API is not what %s says any more. Run `make openapi`, and look at what changed.", FILE)
                .isEqualTo(OpenApi.of(server));
    }

    @Test
    void isGivenByTheServer() throws IOException {
        var given = api.get("/api/v1/openapi.json");

        assertThat(given.status()).isEqualTo(200);
        assertThat(given.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(given.body())
                .isEqualTo(Files.readString(Directories.project().resolve(FILE)));
    }

    @Test
    void refersOnlyToWhatItHolds() {
        assertThat(description.brokenReferences()).isEmpty();
        assertThat(description.operationIds()).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    }

    static Stream<Description.Operation> operations() throws IOException {
        return new Description(Files.readString(Directories.project().resolve(FILE))).operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void knowsEveryCallThatItDescribes(Description.Operation operation) {
        var request = api.request(operation.address())
                .method(
                        operation.method(),
                        operation.method().equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json");

        var answer = api.send(request);

        assertThat(answer.status()).isNotEqualTo(405).isLessThan(500);
        assertThat(answer.body()).doesNotContain("There is nothing at this address");
        assertThat(description.flaws(operation.method(), operation.path(), answer))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void knowsNoOtherMethodThere(Description.Operation operation) {
        var known = description
                .operations()
                .filter(it -> it.path().equals(operation.path()))
                .map(Description.Operation::method)
                .toList();

        for (var method : Stream.of("GET", "POST", "PUT", "PATCH", "DELETE")
                .filter(it -> !known.contains(it))
                .toList()) {
            var answer = api.send(api.request(operation.address()).method(method, BodyPublishers.ofString("{}")));

            assertThat(answer.status()).as(method).isIn(401, 403, 404, 405);
        }
    }

    @Test
    void answersAsItSays() {
        var job = api.submit(aJob().with("run", 5077).with("metadata", List.of(1, "two")));
        api.submit(aJob().with("key", "k").with("usefulFor", 600).with("tags", List.of("gpu")));
        var held = api.submit(aJob().without("state"));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        pilot.say(false, started(given));
        pilot.say(true, failed(given, 3));
        var log = "{\"stream\": \"STDOUT\", \"head\": \"aGk=\", \"tail\": \"\", \"totalBytes\": 2}";

        get("/api/v1/jobs?limit=2");
        get("/api/v1/jobs/" + job);
        get("/api/v1/jobs/" + job + "/log");
        get("/api/v1/jobs/999999");
        get("/api/v1/jobs?colour=red");
        get("/api/v1/pilots");
        get("/api/v1/pilots/" + pilot.id());
        get("/api/v1/summary");
        get("/api/v1/openapi.json");
        get("/api/v1/database/dump");
        post("/api/v1/jobs", "[" + aJob() + "," + aJob().without("state") + "]");
        post("/api/v1/jobs", "[{\"prority\": 1}, 7]");
        post("/api/v1/jobs/validate", aJob().toString());
        post("/api/v1/jobs/" + held + "/release", "{}");
        post("/api/v1/jobs/" + held + "/hold", "{\"reason\": \"not yet\"}");
        post("/api/v1/jobs/" + held + "/priority", "{\"priority\": 7}");
        post("/api/v1/jobs/" + held + "/cancel", "{}");
        post("/api/v1/jobs/" + held + "/cancel", "{}");
        post("/api/v1/jobs/" + held + "/retry", "{\"usefulFor\": 60}");
        post("/api/v1/purge", "{\"what\": \"logs\", \"olderThanSeconds\": 3600, \"dryRun\": true}");
        post("/api/v1/datatypes", "[{\"name\": \"TXT\", \"ext\": \".txt\"}]");
        post("/api/v1/datatypes", "{\"name\": \"TXT\", \"ext\": \".txt\"}");
        get("/api/v1/datatypes");
        var dag = aDag().vertex("a").noop("b").edge("a", "b").toString();
        check("PUT", "/api/v1/dags/pair", api.put("/api/v1/dags/pair", dag));
        check("PUT", "/api/v1/dags/pair", api.put("/api/v1/dags/pair", dag));
        post("/api/v1/dags/pair/validate", dag);
        get("/api/v1/dags");
        get("/api/v1/dags/pair");
        get("/api/v1/dags/pair/graphml");
        check("DELETE", "/api/v1/dags/pair", api.delete("/api/v1/dags/pair"));
        check("POST", "/api/v1/pilots/1/exchange", pilot.post(pilot.next(true, finished(given))));
        check(
                "PUT",
                "/api/v1/pilots/1/jobs/1/attempts/1/logs/stdout",
                pilot.api()
                        .put(
                                "/api/v1/pilots/" + pilot.id() + "/jobs/"
                                        + given.attempt().job() + "/attempts/1/logs/stdout",
                                log));
        check(
                "POST",
                "/api/v1/pilots",
                new Api(server.url(), server.secret("sites/local.secret"))
                        .post("/api/v1/pilots", """
                        {"protocol": %d, "site": "local", "nonce": "0123456789abcdef", "host": "h", "pid": 1, "version": "t",
                         "offer": {"cores": 1, "memoryMb": 1, "diskMb": 1, "tags": [], "remainingSeconds": 60}}
                        """.formatted(Protocol.VERSION)));
    }

    private static void get(String path) {
        check("GET", path, api.get(path));
    }

    private static void post(String path, String body) {
        check("POST", path, api.post(path, body));
    }

    private static void check(String method, String path, Api.Answer answer) {
        assertThat(description.flaws(method, path, answer))
                .as("%s %s: %d %s", method, path, answer.status(), answer.body())
                .isEmpty();
    }
}
