package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.freshet.protocol.JobId;
import org.freshet.test.support.RawHttp;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TableCounts;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small requests that would cost much, and large ones: each is refused before it does, and the next caller is served. */
@Timeout(120)
class BombsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MB = 1 << 20;

    private static TestServer server;
    private static ScriptedPilot pilot;
    private static JobId job;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.api.requests-per-second=0");
        pilot = ScriptedPilot.register(server);
        job = server.api().submit(aJob().without("state"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A body and where it is sent to. */
    record Bomb(String name, String to, String body) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bomb> bombs() {
        var deep = 100_000;
        var arrays = "[".repeat(deep) + "]".repeat(deep);
        var objects = "{\"a\":".repeat(deep) + "1" + "}".repeat(deep);
        return Stream.of(
                job("a list nested 100,000 deep", arrays),
                job("objects nested 100,000 deep", objects),
                job("metadata nested 100,000 deep", with("metadata", arrays)),
                job("metadata of objects 100,000 deep", with("metadata", objects)),
                job("an ignored attribute nested 100,000 deep", with("x-note", arrays)),
                job("an unknown attribute nested 100,000 deep", with("colour", arrays)),
                job("a number of 10 million digits", with("priority", "9".repeat(10 * MB))),
                job("a number with a huge exponent", with("priority", "1e999999999")),
                job("metadata with a huge exponent", with("metadata", "[1e999999999]")),
                job("a name of 50 MB", with("name", "\"" + "x".repeat(50 * MB) + "\"")),
                job("an attribute whose name has 50 MB", "[{\"" + "x".repeat(50 * MB) + "\": 1}]"),
                job("a million unknown attributes", "[{" + numbered("\"a%d\":1", 1_000_000) + "}]"),
                job(
                        "the same attribute a million times",
                        "[{" + "\"name\":\"n\",".repeat(1_000_000) + "\"name\":\"n\"}]"),
                job("a million variables", with("env", "{" + numbered("\"a%d\":1", 1_000_000) + "}")),
                job("names that all hash alike", with("metadata", "{" + alike(14) + "}")),
                job("ten million numbers for jobs", "[" + "1,".repeat(10_000_000) + "1]"),
                job("200,000 jobs", "[" + "{\"jobtype\":\"t\",\"payload\":\"p\"},".repeat(200_000) + "{}]"),
                job("60 MB of blanks", " ".repeat(60 * MB)),
                job("100 MB", " ".repeat(100 * MB)),
                new Bomb("a reason nested 100,000 deep", "/api/v1/jobs/JOB/cancel", "{\"reason\":" + arrays + "}"),
                new Bomb(
                        "a reason of 50 MB", "/api/v1/jobs/JOB/cancel", "{\"reason\":\"" + "x".repeat(50 * MB) + "\"}"),
                new Bomb(
                        "a priority of a million digits",
                        "/api/v1/jobs/JOB/priority",
                        "{\"priority\":" + "9".repeat(MB) + "}"),
                new Bomb("a priority with a huge exponent", "/api/v1/jobs/JOB/priority", "{\"priority\":1e999999999}"),
                new Bomb("a duration with a huge exponent", "/api/v1/jobs/JOB/retry", "{\"usefulFor\":1e999999999}"),
                new Bomb(
                        "a million states to purge",
                        "/api/v1/purge",
                        "{\"what\":\"jobs\",\"olderThanSeconds\":9,\"states\":[" + "\"FAILED\",".repeat(1_000_000)
                                + "1]}"),
                new Bomb("a registration of 50 MB", "/api/v1/pilots", "{\"site\":\"" + "x".repeat(50 * MB) + "\"}"),
                new Bomb("a deep registration", "/api/v1/pilots", "[".repeat(60_000)),
                new Bomb("an exchange nested 100,000 deep", "EXCHANGE", "{\"seq\":1,\"reports\":" + arrays + "}"),
                new Bomb(
                        "100,000 reports",
                        "EXCHANGE",
                        "{\"seq\":1,\"reports\":["
                                + "{\"type\":\"givenBack\",\"attempt\":{\"job\":1,\"attempt\":1},\"why\":\"\"},"
                                        .repeat(100_000)
                                + "1]}"),
                new Bomb("a dump that is none", "/api/v1/database/restore", "P".repeat(50 * MB)));
    }

    private static Bomb job(String name, String body) {
        return new Bomb(name, "/api/v1/jobs", body);
    }

    private static String with(String attribute, String value) {
        return "[{\"jobtype\":\"t\",\"payload\":\"p\",\"" + attribute + "\":" + value + "}]";
    }

    private static String numbered(String pattern, int count) {
        return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(","));
    }

    /** 2 to the power of {@code bits} names with one hash code; together they are longer than metadata may be. */
    private static String alike(int bits) {
        return IntStream.range(0, 1 << bits)
                .mapToObj(n -> IntStream.range(0, bits)
                        .mapToObj(bit -> (n >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void isRefusedCheaply(Bomb bomb) throws IOException {
        var counts = new TableCounts(server);
        var before = counts.now();
        var request = bytes(bomb, bomb.body().getBytes(StandardCharsets.ISO_8859_1), "Accept: */*");
        System.gc();
        var idle = used();
        resetPeaks();
        var begin = System.nanoTime();

        var answer = RawHttp.send(server.url(), request);

        var took = Duration.ofNanos(System.nanoTime() - begin);
        var cost = "%s: %d bytes, status %d after %d ms, at most %d MB more heap"
                .formatted(bomb, request.length, answer.status(), took.toMillis(), (peak() - idle) / MB);
        System.out.println(cost);
        assertThat(answer.status()).as(cost + "\n" + shortened(answer.body())).isIn(400, 409, 413);
        assertThat(answer.body().length()).as(cost).isLessThan(MB);
        assertThat(took).as(cost).isLessThan(SOON);
        assertThat(counts.now()).as(cost).isEqualTo(before);
        assertThat(server.api().get("/api/v1/summary").status()).isEqualTo(200);
    }

    private static String shortened(String text) {
        return text.length() < 500 ? text : text.substring(0, 500);
    }

    private static byte[] bytes(Bomb bomb, byte[] body, String header) throws IOException {
        var token = switch (bomb.to()) {
            case "EXCHANGE" -> pilot.token();
            case "/api/v1/pilots" -> server.secret("sites/local.secret");
            default -> server.secret("admin.token");
        };
        var to = bomb.to()
                .replace("EXCHANGE", "/api/v1/pilots/" + pilot.id() + "/exchange")
                .replace("JOB", job.toString());
        return RawHttp.request(
                "POST " + to + " HTTP/1.1",
                Stream.of(
                        "Connection: close",
                        "Content-Type: application/json",
                        "Authorization: Bearer " + token,
                        header),
                body);
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void isNotEvenUnpacked(Bomb bomb) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bomb.body().getBytes(StandardCharsets.ISO_8859_1));
        }

        var answer = RawHttp.send(server.url(), bytes(bomb, packed.toByteArray(), "Content-Encoding: gzip"));

        // A dump is not JSON, and is read as it comes.
        assertThat(answer.status()).isEqualTo(bomb.to().contains("restore") ? 409 : 415);
    }

    @Test
    void answersABodyThatIsAnnouncedTooLongBeforeItComes() throws IOException {
        var request = RawHttp.request(
                "POST /api/v1/jobs HTTP/1.1",
                Stream.of(
                        "Authorization: Bearer " + server.secret("admin.token"),
                        "Content-Type: application/json",
                        "Content-Length: " + 100 * MB),
                "[{\"jobtype".getBytes(StandardCharsets.US_ASCII));
        try (var connection = new RawHttp.Connection(server.url())) {

            var answer = connection.send(request);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("larger than 67108864 bytes");
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void stopsReadingABodyWithoutAnEnd() throws IOException {
        var begin = System.nanoTime();
        try (var socket = new Socket("127.0.0.1", server.url().getPort())) {
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            out.write(
                    ("POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                                    + "Authorization: Bearer " + server.secret("admin.token") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var sender = Thread.startVirtualThread(() -> sendForEver(out));

            var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(answer).isEqualTo("HTTP/1.1 413");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
            sender.interrupt();
        }
    }

    private static void sendForEver(OutputStream out) {
        var chunk = ("100000\r\n" + " ".repeat(MB) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try {
            while (!Thread.interrupted()) {
                out.write(chunk);
            }
        } catch (IOException e) {
            // the server hung up, as it should
        }
    }

    @Test
    void servesOthersWhileBodiesComeSlowly() throws IOException {
        var slow = new ArrayList<Socket>();
        try {
            var head = "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nAuthorization: Bearer "
                    + server.secret("admin.token") + "\r\n\r\n[{\"job";
            for (int n = 0; n < 300; n++) {
                var socket = new Socket("127.0.0.1", server.url().getPort());
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            var begin = System.nanoTime();

            for (int n = 0; n < 20; n++) {
                assertThat(server.api().get("/api/v1/jobs").status()).isEqualTo(200);
            }

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void resetPeaks() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(it -> it.resetPeakUsage());
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(it -> it.getType() == MemoryType.HEAP)
                .mapToLong(it -> it.getPeakUsage().getUsed())
                .sum();
    }
}
