package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.freshet.protocol.Problem;
import org.freshet.test.support.Api;
import org.freshet.test.support.RawHttp;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TableCounts;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong request of the table {@code bad-input.txt} gets its status and its sentence, and nothing of it is stored. */
class BadInputIT {

    private static final Pattern REPEATED = Pattern.compile("<(.)\\*(\\d+)>");
    private static final Pattern BYTE = Pattern.compile("\\\\x(\\p{XDigit}{2})");

    private static TestServer server;
    private static final Map<String, String> WORDS = new TreeMap<>();
    private static final Map<String, String> TOKENS = new TreeMap<>();
    private static TableCounts counts;
    private static Map<String, Long> before;

    /** A line of the table. */
    record Wrong(String line, String who, String headers, String body, int status, String words) {

        static Wrong of(String row) {
            var cells = Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
            assertThat(cells).as(row).hasSize(6);
            return new Wrong(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    Integer.parseInt(cells.get(4)),
                    cells.get(5));
        }

        /** For the report; long bodies are cut. */
        @Override
        public String toString() {
            return (line + " " + headers + " " + body).replaceAll("\\s+", " ");
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        var pilot = ScriptedPilot.register(server);
        var done = server.api().submit(aJob());
        var given = pilot.claim();
        pilot.say(false, started(given));
        pilot.say(false, finished(given));
        var running = server.api().submit(aJob());
        pilot.say(false, started(pilot.claim()));
        WORDS.put("DONE", done.toString());
        WORDS.put("RUNNING", running.toString());
        WORDS.put("HELD", server.api().submit(aJob().without("state")).toString());
        WORDS.put("PILOT", pilot.id().toString());
        TOKENS.put("admin", server.secret("admin.token"));
        TOKENS.put("site", server.secret("sites/local.secret"));
        TOKENS.put("wrong", "nobody-has-this-token-0123456789");
        TOKENS.put("pilot", pilot.token());
        counts = new TableCounts(server);
        before = counts.now();
    }

    @AfterAll
    static void stop() {
        try {
            assertThat(counts.now()).as("rows in all tables after all refusals").isEqualTo(before);
        } finally {
            server.close();
        }
    }

    static Stream<Wrong> table() throws IOException {
        try (var file = Objects.requireNonNull(BadInputIT.class.getResourceAsStream("/bad-input.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(it -> !it.isBlank() && !it.startsWith("#")).map(Wrong::of).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}", quoteTextArguments = false)
    @MethodSource("table")
    void isRefusedWithAReason(Wrong wrong) throws IOException {
        var answer = RawHttp.send(server.url(), bytes(wrong));

        assertThat(answer.status()).as(answer.head() + "\n\n" + answer.body()).isEqualTo(wrong.status());
        assertThat(said(answer)).as(answer.head()).contains(wrong.words());
        assertThat(answer.header("X-Content-Type-Options")).as(answer.head()).isEqualTo("nosniff");
        assertThat(answer.body())
                .doesNotContain(
                        "\tat ", "Exception", "org.freshet", "Jetty", "root:", "jdbc:", server.secret("admin.token"));
    }

    /** The sentence of a problem document; a page as it is. */
    private static String said(RawHttp.Answer answer) {
        if (answer.header("Content-Type").startsWith("text/html")) {
            return answer.body();
        }
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        var detail = Api.JSON.readValue(answer.body(), Problem.class).detail();
        assertThat(detail).as(answer.body()).isNotBlank();
        return Objects.requireNonNull(detail);
    }

    @Test
    void isALongList() throws IOException {
        assertThat(table()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    }

    private static byte[] bytes(Wrong wrong) throws IOException {
        var line = filled(wrong.line());
        var token = TOKENS.get(wrong.who());
        var headers = Stream.concat(
                Stream.of(
                        "Connection: close",
                        token == null ? "" : "Authorization: Bearer " + token,
                        wrong.headers().contains("Content-Type") ? "" : "Content-Type: application/json"),
                Arrays.stream(filled(wrong.headers()).split(";(?! )")).map(String::strip));
        var body = filled(wrong.body()).getBytes(StandardCharsets.ISO_8859_1);
        return RawHttp.request(
                line.contains(" HTTP/") || !line.contains(" ") ? line : line + " HTTP/1.1", headers, body);
    }

    private static String filled(String cell) {
        var text = cell;
        for (var word : WORDS.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        text = REPEATED.matcher(text)
                .replaceAll(it -> Matcher.quoteReplacement(it.group(1).repeat(Integer.parseInt(it.group(2)))));
        return BYTE.matcher(text)
                .replaceAll(it -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(it.group(1), 16))));
    }
}
