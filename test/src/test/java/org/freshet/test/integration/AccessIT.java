package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.started;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registration;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what: people by their tokens, pilots by theirs, and readers at the server's own machine. */
class AccessIT {

    private static final String EMPTY_EXCHANGE = "{\"seq\": 1, \"reports\": []}";
    private static final String LOG = "{\"stream\": \"STDOUT\", \"head\": \"\", \"tail\": \"\", \"totalBytes\": 0}";

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

    private static Api with(String token) {
        return new Api(server.url(), token);
    }

    private static String registration() {
        return Api.JSON.writeValueAsString(new Registration(
                Protocol.VERSION,
                "local",
                UUID.randomUUID().toString(),
                "a host",
                4711,
                null,
                "test",
                null,
                new Offer(1, 1000, 1000, List.of(), 3600)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | /api/v1/jobs                                | [{"jobtype": "t", "payload": "p"}]
            POST   | /api/v1/jobs/validate                       | [{"jobtype": "t", "payload": "p"}]
            POST   | /api/v1/jobs/1/cancel                       | {}
            POST   | /api/v1/jobs/1/hold                         | {}
            POST   | /api/v1/jobs/1/release                      | {}
            POST   | /api/v1/jobs/1/retry                        | {}
            POST   | /api/v1/jobs/1/priority                     | {"priority": 1}
            POST   | /api/v1/jobs/1/no-such-thing                | {}
            DELETE | /api/v1/jobs/1                              | {}
            PATCH  | /api/v1/jobs/1                              | {}
            PUT    | /api/v1/sites/local                         | {}
            POST   | /api/v1/pilots                              | REGISTRATION
            POST   | /api/v1/pilots/1/exchange                   | {"seq": 1, "reports": []}
            PUT    | /api/v1/pilots/1/jobs/1/attempts/1/logs/stdout | {"stream": "STDOUT", "head": "", "tail": "", "totalBytes": 0}
            """)
    void refusesEveryChangeWithoutATokenOrWithAWrongOne(String method, String path, String body) {
        var said = body.equals("REGISTRATION") ? registration() : body;

        for (var caller : List.of(new Api(server.url(), null), with("wrong"), with(""))) {
            var answer = caller.send(caller.request(path)
                    .method(method, BodyPublishers.ofString(said))
                    .header("Content-Type", "application/json"));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.problem().status()).isEqualTo(401);
            assertThat(answer.problem().detail()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/jobs", "/api/v1/summary", "/api/v1/pilots", "/", "/jobs", "/freshet.css"})
    void letsAnybodyReadWhoSitsAtTheServersMachine(String path) {
        var withoutToken = new Api(server.url(), null).get(path);
        var wrongToken = with("wrong").get(path);

        assertThat(withoutToken.status()).isEqualTo(200);
        assertThat(wrongToken.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "freshet.example.org",
                "127.0.0.1.example.org",
                "192.168.1.7",
                "localhost.example.org:8080",
                "[::2]"
            })
    void asksForATokenWhereTheHostIsNotTheServersMachine(String host) throws IOException {
        var withoutToken = raw("GET /api/v1/jobs HTTP/1.1", "Host: " + host);
        var withToken = raw(
                "GET /api/v1/jobs HTTP/1.1", "Host: " + host, "Authorization: Bearer " + server.secret("admin.token"));

        assertThat(withoutToken).startsWith("HTTP/1.1 401").contains("application/problem+json");
        assertThat(withToken).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1", "[::1]", "LOCALHOST"})
    void knowsTheNamesOfTheServersMachine(String host) throws IOException {
        assertThat(raw("GET /api/v1/jobs HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-Host: localhost",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Port: 443",
                "X-Forwarded-Server: proxy",
                "Via: 1.1 proxy",
                "Forwarded: for=10.0.0.1",
                "X-Real-IP: 10.0.0.1"
            })
    void asksForATokenWhereAProxyForwarded(String header) throws IOException {
        assertThat(raw("GET /api/v1/jobs HTTP/1.1", "Host: localhost", header)).startsWith("HTTP/1.1 401");
        assertThat(raw("GET / HTTP/1.1", "Host: localhost", header))
                .startsWith("HTTP/1.1 302")
                .contains("Location: /login?");
        assertThat(raw(
                        "GET /api/v1/jobs HTTP/1.1",
                        "Host: localhost",
                        header,
                        "Authorization: Bearer " + server.secret("admin.token")))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void asksForATokenWhereAPublicAddressTellsOfAProxy() {
        try (var behindProxy = TestServer.start("freshet.public-url=https://freshet.example.org");
                var alone = TestServer.start("freshet.public-url=http://localhost:8080")) {
            assertThat(new Api(behindProxy.url(), null).get("/api/v1/jobs").status())
                    .isEqualTo(401);
            assertThat(new Api(alone.url(), null).get("/api/v1/jobs").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/jobs", "/no-such-page", "/api/v1/jobs", "/api/v1/jobs/999999"})
    void protectsTheBrowserOnEveryPageAndAnswer(String path) {
        var headers = api.get(path).headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains(
                                "default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                        .doesNotContain("unsafe", "*"));
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void keepsItsSecretsForTheOwnerOfTheHome() throws IOException {
        assertThat(permissions("")).isEqualTo("rwx------");
        assertThat(permissions("admin.token")).isEqualTo("rw-------");
        assertThat(permissions("sites")).isEqualTo("rwx------");
        assertThat(permissions("sites/local.secret")).isEqualTo("rw-------");
        assertThat(permissions("server.json")).isEqualTo("rw-------");
    }

    private static String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(server.home().resolve(file)));
    }

    @Test
    void honoursItsTokensAfterARestart() {
        var first = TestServer.start("freshet.pilot.long-poll=1s");
        var token = first.secret("admin.token");
        var secret = first.secret("sites/local.secret");
        var job = first.api().submit(aJob());
        var pilot = ScriptedPilot.register(first);
        pilot.say(false, started(pilot.claim()));

        try (var second = first.restart()) {
            assertThat(second.secret("admin.token")).isEqualTo(token);
            assertThat(second.secret("sites/local.secret")).isEqualTo(secret);
            assertThat(second.api().job(job).job().state()).isEqualTo(JobState.RUNNING);
            second.api().change(job, "cancel");
        }
    }

    @Test
    void makesANewTokenWhenTheOldOneIsRevoked() {
        var first = TestServer.start();
        var old = first.secret("admin.token");
        first.db().sql("update token set revoked_at = now()").update();
        var refused = first.api().post("/api/v1/jobs", aJob().toString());

        try (var second = first.restart()) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(second.secret("admin.token")).isNotEqualTo(old);
            assertThat(second.api().submit(aJob())).isNotNull();
            assertThat(new Api(second.url(), old).get("/api/v1/jobs").status()).isEqualTo(401);
        }
    }

    @Test
    void doesNotHonourTheTokenOfADisabledAccountOrAnExpiredOne() {
        try (var other = TestServer.start()) {
            other.db().sql("update account set disabled_at = now()").update();
            var disabled = other.api().get("/api/v1/jobs").status();
            other.db().sql("update account set disabled_at = null").update();
            var enabled = other.api().get("/api/v1/jobs").status();
            other.db().sql("update token set expires_at = now()").update();
            var expired = other.api().get("/api/v1/jobs").status();

            assertThat(List.of(disabled, enabled, expired)).containsExactly(401, 200, 401);
        }
    }

    @Test
    void storesNoSecretInClear() throws Exception {
        var pilot = ScriptedPilot.register(server);
        var pilotToken = pilot.api()
                .request("/")
                .build()
                .headers()
                .firstValue("Authorization")
                .orElseThrow();
        var secrets = List.of(
                server.secret("admin.token"), server.secret("sites/local.secret"), pilotToken.replace("Bearer ", ""));

        var content = everythingStored();

        assertThat(content)
                .contains(server.db()
                        .sql("select name from account")
                        .query(String.class)
                        .single());
        for (var secret : secrets) {
            assertThat(secret).hasSizeGreaterThan(40);
            assertThat(content)
                    .doesNotContain(secret)
                    .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** All rows of all tables as text. */
    private static String everythingStored() {
        var tables = server.db()
                .sql("select tablename from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list();
        var content = new StringBuilder();
        for (var table : tables) {
            server.db()
                    .sql("select t::text from " + table + " t")
                    .query(String.class)
                    .list()
                    .forEach(content::append);
        }
        return content.toString();
    }

    @Test
    void takesAPilotsTokenForThatPilotOnly() {
        var pilot = ScriptedPilot.register(server);
        var other = ScriptedPilot.register(server);

        assertThat(pilot.api().post("/api/v1/jobs", aJob().toString()).status()).isEqualTo(401);
        assertThat(pilot.api().get("/api/v1/jobs").status()).isEqualTo(401);
        assertThat(pilot.api().post("/api/v1/pilots", registration()).status()).isEqualTo(401);
        assertThat(pilot.api().post(exchangeOf(other), EMPTY_EXCHANGE).status()).isEqualTo(401);
        assertThat(pilot.api().post(exchangeOf(pilot), EMPTY_EXCHANGE).status()).isEqualTo(200);
    }

    @Test
    void takesAPersonsTokenForNoPilot() {
        var pilot = ScriptedPilot.register(server);

        assertThat(api.post("/api/v1/pilots", registration()).status()).isEqualTo(401);
        assertThat(api.post(exchangeOf(pilot), EMPTY_EXCHANGE).status()).isEqualTo(401);
        assertThat(api.put("/api/v1/pilots/" + pilot.id() + "/jobs/1/attempts/1/logs/stdout", LOG)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void takesTheSitesSecretForRegistrationOnly() {
        var pilot = ScriptedPilot.register(server);
        var site = with(server.secret("sites/local.secret"));

        assertThat(site.post("/api/v1/jobs", aJob().toString()).status()).isEqualTo(401);
        assertThat(site.get("/api/v1/jobs").status()).isEqualTo(401);
        assertThat(site.post(exchangeOf(pilot), EMPTY_EXCHANGE).status()).isEqualTo(401);
        assertThat(site.post("/api/v1/pilots", registration()).status()).isEqualTo(201);
    }

    @Test
    void doesNotHonourThePilotsTokenBeforeItsLastRegistration() {
        var pilot = ScriptedPilot.register(server);
        var before = pilot.api();

        pilot.registerAgain();

        assertThat(before.post(exchangeOf(pilot), EMPTY_EXCHANGE).status()).isEqualTo(401);
        assertThat(pilot.api().post(exchangeOf(pilot), EMPTY_EXCHANGE).status()).isEqualTo(200);
    }

    @Test
    void storesALogOnlyOfThePilotsOwnAttempt() {
        var job = api.submit(aJob());
        var owner = ScriptedPilot.register(server);
        owner.say(false, started(owner.claim()));
        var other = ScriptedPilot.register(server);
        var log = "{\"stream\": \"STDOUT\", \"head\": \"aGk=\", \"tail\": \"\", \"totalBytes\": 2}";

        var refused = other.api().put("/api/v1/pilots/" + other.id() + "/jobs/" + job + "/attempts/1/logs/stdout", log);
        var stored = owner.api().put("/api/v1/pilots/" + owner.id() + "/jobs/" + job + "/attempts/1/logs/stdout", log);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(stored.status()).isEqualTo(204);
    }

    private static String exchangeOf(ScriptedPilot pilot) {
        return "/api/v1/pilots/" + pilot.id() + "/exchange";
    }

    @Test
    void showsNoStackTraceInAnyError() throws IOException {
        var token = "Authorization: Bearer " + server.secret("admin.token");
        var answers = new ArrayList<String>();
        for (var request : List.of(
                "GET /no-such-page HTTP/1.1",
                "GET /jobs/abc HTTP/1.1",
                "GET /jobs/1;x=y HTTP/1.1",
                "GET /api/v1/no-such-thing HTTP/1.1",
                "GET /api/v1/jobs/%2e%2e HTTP/1.1",
                "GET /api/v1/jobs/%00 HTTP/1.1",
                "GET /api/v1/jobs?limit=%ff HTTP/1.1",
                "GET /api/v1/jobs/1/log?attempt=x HTTP/1.1",
                "GET //etc/passwd HTTP/1.1",
                "POST /api/v1/summary HTTP/1.1",
                "DELETE /api/v1/jobs HTTP/1.1",
                "TRACE / HTTP/1.1",
                "BREW /pot HTTP/1.1",
                "GET / HTTP/9.9",
                "nonsense")) {
            answers.add(raw(request, "Host: localhost", token));
        }
        answers.add(api.post("/api/v1/jobs", "[{").body());
        answers.add(api.post("/api/v1/jobs/1/cancel", "[1]").body());
        answers.add(api.send(api.request("/api/v1/jobs/1/priority")
                        .POST(BodyPublishers.ofString("priority=1"))
                        .header("Content-Type", "application/x-www-form-urlencoded"))
                .body());

        assertThat(answers).allSatisfy(answer -> assertThat(answer).doesNotContain("\tat ", "Exception", "Powered by"));
        assertThat(answers.subList(0, 15))
                .allSatisfy(answer -> assertThat(answer).matches("(?s)HTTP/1.1 (4\\d\\d|505) .*"));
    }

    /** Sends the lines as they are and reads to the end. */
    private static String raw(String... lines) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.url().getPort())) {
            socket.setSoTimeout(10_000);
            var request = String.join("\r\n", lines) + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
