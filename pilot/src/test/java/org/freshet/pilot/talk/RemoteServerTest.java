package org.freshet.pilot.talk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freshet.pilot.talk.Server.Caller;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON on the wire, against an HTTP server that knows nothing of Freshet's records. */
class RemoteServerTest {

    private static final AttemptId TWELVE = new AttemptId(new JobId(12), 3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Exchange NOTHING = new Exchange(1, null, List.of(), null, null);

    private record Request(String method, String path, String authorization, String type, JsonNode body) {}

    private final JsonMapper json = new JsonMapper();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch answersMayGo = new CountDownLatch(1);
    private final RemoteServer remote = new RemoteServer();
    private HttpServer http;
    private int status = 200;
    private String answer = "";
    private boolean silent;

    @BeforeEach
    void startServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(task -> Thread.ofVirtual().start(task));
        http.createContext("/", this::answer);
        http.start();
    }

    @AfterEach
    void stopServer() {
        answersMayGo.countDown();
        http.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        var body = json.readTree(call.getRequestBody().readAllBytes());
        requests.add(new Request(
                call.getRequestMethod(),
                call.getRequestURI().toString(),
                call.getRequestHeaders().getFirst("Authorization"),
                call.getRequestHeaders().getFirst("Content-Type"),
                body));
        if (silent) {
            await();
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = call.getResponseBody()) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() {
        try {
            answersMayGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void willAnswer(int code, String body) {
        status = code;
        answer = body;
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    private Caller caller() {
        return new Caller(address(), new PilotId(7), "pilot-token");
    }

    private Reply<ExchangeAnswer> exchange(Exchange exchange) throws InterruptedException {
        return remote.exchange(caller(), exchange, PATIENCE);
    }

    @Test
    void registersWithTheSitesSecretAndIgnoresWhatItDoesNotKnow() throws Exception {
        willAnswer(201, """
                {"pilot": 7, "token": "t", "protocol": 1, "servers": ["http://a:1", "http://b:2"], "motd": {"x": [1]},
                 "site": {"name": "local", "env": {"A": "b"}, "heartbeatSeconds": 10, "longPollSeconds": 50,
                          "answerTimeoutSeconds": 5, "lifetimeSeconds": 86400, "idleSeconds": 0, "maxJobs": 0,
                          "drainGraceSeconds": 1, "killGraceSeconds": 2, "colour": "blue"}}
                """);
        var offer = new Offer(2, 3000, 4000, List.of("gpu"), 500);
        var registration = new Registration(1, "local", "0123456789abcdef", "wn1", 42, null, "1.0", "freshet", offer);

        var reply = remote.register(address(), registration, "site-secret");

        assertThat(reply).isInstanceOfSatisfying(Reply.Answered.class, it -> {
            var registered = (Registered) it.value();
            assertThat(registered.pilot()).isEqualTo(new PilotId(7));
            assertThat(registered.servers()).containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
            assertThat(registered.site().killGraceSeconds()).isEqualTo(2);
        });
        var request = requests.take();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/api/v1/pilots");
        assertThat(request.authorization()).isEqualTo("Bearer site-secret");
        assertThat(request.type()).isEqualTo("application/json");
        assertThat(request.body()).isEqualTo(json.readTree("""
                                {"protocol": 1, "site": "local", "nonce": "0123456789abcdef", "host": "wn1", "pid": 42, "version": "1.0", "user": "freshet",
                                 "offer": {"cores": 2, "memoryMb": 3000, "diskMb": 4000, "tags": ["gpu"], "remainingSeconds": 500}}
                                """));
    }

    @Test
    void writesEveryKindOfReport() throws Exception {
        willAnswer(200, "{\"seq\": 9, \"outcomes\": [], \"directives\": []}");
        var log = new LogPart(LogPart.Stream.STDERR, new byte[] {0, -1}, new byte[0], 2);
        var exchange = new Exchange(
                9,
                TWELVE,
                List.of(
                        new Report.Started(TWELVE, 5),
                        new Report.Progress(TWELVE, List.of(log)),
                        new Report.Ended(TWELVE, FailureReason.SIGNAL, null, 9, "Killed.", 20L, 1, List.of()),
                        new Report.GivenBack(TWELVE, "It goes.")),
                null,
                "It goes.");

        exchange(exchange);

        var request = requests.take();
        assertThat(request.path()).isEqualTo("/api/v1/pilots/7/exchange");
        assertThat(request.authorization()).isEqualTo("Bearer pilot-token");
        assertThat(request.body()).isEqualTo(json.readTree("""
                                {"seq": 9, "holds": {"job": 12, "attempt": 3}, "leaving": "It goes.", "reports": [
                                  {"type": "started", "attempt": {"job": 12, "attempt": 3}, "startedAgoMs": 5},
                                  {"type": "progress", "attempt": {"job": 12, "attempt": 3},
                                   "logs": [{"stream": "STDERR", "head": "AP8=", "tail": "", "totalBytes": 2}]},
                                  {"type": "ended", "attempt": {"job": 12, "attempt": 3}, "reason": "SIGNAL", "signal": 9,
                                   "message": "Killed.", "startedAgoMs": 20, "endedAgoMs": 1, "logs": []},
                                  {"type": "givenBack", "attempt": {"job": 12, "attempt": 3}, "why": "It goes."}]}
                                """));
    }

    @Test
    void readsAnAnswerWithEverythingInIt() throws Exception {
        willAnswer(200, """
                {"seq": 4,
                 "outcomes": [{"attempt": {"job": 12, "attempt": 3}, "outcome": "SUPERSEDED", "sentence": "s"}],
                 "directives": [{"type": "cancel", "attempt": {"job": 12, "attempt": 3}, "why": "w"},
                                {"type": "drain", "why": "d"}, {"type": "stop", "why": "e"},
                                {"type": "follow", "attempt": {"job": 12, "attempt": 3}, "why": "f"}],
                 "job": {"attempt": {"job": 13, "attempt": 1}, "uuid": "00000000-0000-8000-8000-00000000000d", "name": "n",
                         "jobtype": "t", "payload": "/bin/true", "env": {"A": "1"}, "timeLimitSeconds": 60,
                         "exclusive": true, "outputs": ["a"]}}
                """);

        var reply = exchange(new Exchange(4, null, List.of(), new Offer(1, 2, 3, List.of(), 4), null));

        assertThat(reply).isInstanceOfSatisfying(Reply.Answered.class, it -> {
            var read = (ExchangeAnswer) it.value();
            assertThat(read.outcomes())
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome.outcome()).isEqualTo(Outcome.SUPERSEDED));
            assertThat(read.directives())
                    .containsExactly(
                            new Directive.Cancel(TWELVE, "w"),
                            new Directive.Drain("d"),
                            new Directive.Stop("e"),
                            new Directive.Follow(TWELVE, "f"));
            assertThat(read.job()).isNotNull().satisfies(job -> {
                assertThat(job.exclusive()).isTrue();
                assertThat(job.outputs()).containsExactly("a");
            });
        });
        assertThat(requests.take().body().get("want").get("remainingSeconds").asInt())
                .isEqualTo(4);
    }

    @Test
    void uploadsALogUnderItsStreamsName() throws Exception {
        willAnswer(204, "");
        var log = new LogPart(LogPart.Stream.STDOUT, new byte[] {'a'}, new byte[] {'z'}, 100);

        assertThat(remote.upload(caller(), TWELVE, log)).isInstanceOf(Reply.Answered.class);

        var request = requests.take();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.path()).isEqualTo("/api/v1/pilots/7/jobs/12/attempts/3/logs/stdout");
        assertThat(request.body().get("totalBytes").asInt()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 410, 413})
    void givesTheServersSentenceWhenItRefuses(int code) throws Exception {
        willAnswer(code, "{\"title\": \"t\", \"status\": " + code + ", \"detail\": \"Pilot 7 is gone.\"}");

        assertThat(exchange(NOTHING)).isEqualTo(new Reply.Refused<>(code, "Pilot 7 is gone."));
    }

    @Test
    void quotesARefusalThatIsNotFreshets() throws Exception {
        willAnswer(403, "<html>" + "x".repeat(1000));

        assertThat(exchange(NOTHING))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        it -> assertThat(it.sentence())
                                .startsWith("status 403: <html>xxx")
                                .endsWith("...")
                                .hasSizeLessThan(250));
    }

    @Test
    void doesNotTakeAProxysBadRequestForFreshets() throws Exception {
        willAnswer(400, "<html>400 Request Header Or Cookie Too Large");

        assertThat(exchange(NOTHING)).isInstanceOf(Reply.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void takesATransientFailureForAnAbsence(int code) throws Exception {
        willAnswer(code, "{\"status\": " + code + ", \"detail\": \"The database is away.\"}");

        assertThat(exchange(NOTHING)).isEqualTo(new Reply.Away<>("The database is away."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Welcome</html>",
                "",
                "null",
                "[]",
                "{\"seq\": \"x\"}",
                "{}",
                "{\"seq\": 1, \"outcomes\": null, \"directives\": []}",
                "{\"seq\": 1, \"outcomes\": [], \"directives\": [{\"type\": \"explode\"}]}"
            })
    void cannotReadWhatIsNotAnAnswer(String body) throws Exception {
        willAnswer(200, body);

        assertThat(exchange(NOTHING)).isInstanceOf(Reply.Unreadable.class);
    }

    @Test
    void followsNoRedirect() throws Exception {
        willAnswer(302, "");

        assertThat(exchange(NOTHING)).isInstanceOf(Reply.Unreadable.class);
        assertThat(requests).hasSize(1);
    }

    @Test
    void takesARefusedConnectionForAnAbsence() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var nobody = new Caller(URI.create("http://127.0.0.1:" + port), new PilotId(7), "t");

        assertThat(remote.exchange(nobody, NOTHING, PATIENCE)).isInstanceOf(Reply.Away.class);
    }

    @Test
    void takesALongSilenceForAnAbsence() throws Exception {
        silent = true;

        assertThat(remote.exchange(caller(), NOTHING, Duration.ofMillis(200)))
                .isEqualTo(new Reply.Away<>("it did not answer in time"));
    }

    @Test
    void doesNotWaitForAServerThatDoesNotRead() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var caller = new Caller(URI.create("http://127.0.0.1:" + deaf.getLocalPort()), new PilotId(7), "t");
            var moreThanAnyBuffer = new LogPart(LogPart.Stream.STDOUT, new byte[0], new byte[32 << 20], 32 << 20);
            var exchange = new Exchange(
                    1, TWELVE, List.of(new Report.Progress(TWELVE, List.of(moreThanAnyBuffer))), null, null);

            assertThat(remote.exchange(caller, exchange, Duration.ofMillis(500)))
                    .isEqualTo(new Reply.Away<>("it did not answer in time"));
        }
    }

    @Test
    void abandonsTheCallWhenItsThreadIsInterrupted() throws Exception {
        silent = true;
        var end = new CompletableFuture<String>();
        var calling = Thread.ofPlatform().start(() -> {
            try {
                end.complete("answered: " + exchange(NOTHING));
            } catch (InterruptedException e) {
                end.complete("interrupted");
            }
        });
        requests.take();

        calling.interrupt();

        assertThat(end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    /** Servers and proxies do that to one that was idle for a while. */
    @Test
    void saysItAgainWhenTheConnectionThatItKeptWasClosed() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var caller = new Caller(URI.create("http://127.0.0.1:" + server.getLocalPort()), new PilotId(7), "t");
            var closed = new CountDownLatch(1);
            var serving = Thread.ofVirtual().start(() -> {
                answerOneCallAndClose(server);
                closed.countDown();
                answerOneCallAndClose(server);
            });

            var first = remote.exchange(caller, NOTHING, PATIENCE);
            closed.await();
            var second = remote.exchange(caller, NOTHING, PATIENCE);

            assertThat(first).isInstanceOf(Reply.Answered.class);
            assertThat(second).isInstanceOf(Reply.Answered.class);
            serving.join();
        }
    }

    private static void answerOneCallAndClose(ServerSocket server) {
        try (var connection = server.accept()) {
            var in = connection.getInputStream();
            var request = new StringBuilder();
            while (!request.toString().endsWith("}")) {
                request.append((char) in.read());
            }
            var body = "{\"seq\": 1, \"outcomes\": [], \"directives\": []}";
            var answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void takesAnAnswerThatIsNotHttpForAnAbsence() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var caller = new Caller(URI.create("http://127.0.0.1:" + server.getLocalPort()), new PilotId(7), "t");
            Thread.ofVirtual().start(() -> {
                try (var connection = server.accept()) {
                    connection.getOutputStream().write("SSH-2.0-OpenSSH_9.2p1\r\n".getBytes(StandardCharsets.US_ASCII));
                    connection.shutdownOutput();
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            assertThat(remote.exchange(caller, NOTHING, PATIENCE)).isInstanceOf(Reply.Away.class);
        }
    }
}
