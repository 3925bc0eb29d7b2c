package org.freshet.test.bench.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.JobId;
import org.freshet.protocol.ReportOutcome;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.test.bench.dispatch.Phrase.Held;
import org.freshet.test.support.Api;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {

    private static final AttemptId OLD = new AttemptId(new JobId(4711), 3);

    @Test
    void findsTheJobOfAnAnswerAndNotThatOfTheReport() {
        var answer = read(withLength(body(job(4712, 2), Outcome.APPLIED)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.applied()).isTrue();
        assertThat(answer.job()).isEqualTo(new Held(4712, 2));
    }

    @Test
    void findsNoJobWhereThereIsNone() {
        var answer = read(withLength(body(null, Outcome.SUPERSEDED)));

        assertThat(answer.applied()).isFalse();
        assertThat(answer.job()).isNull();
    }

    @Test
    void putsChunksTogether() {
        var body = body(job(4712, 1), Outcome.APPLIED);
        var half = body.indexOf("\"attempt\":1") + 4;

        var answer = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(body.substring(0, half))
                + chunk(body.substring(half)) + "0\r\n\r\n");

        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.job()).isEqualTo(new Held(4712, 1));
    }

    @Test
    void waitsForTheRest() {
        var all = withLength(body(job(4712, 1), Outcome.APPLIED));

        for (int n = 0; n < all.length(); n++) {
            assertThat(HttpAnswer.read(new byte[0], bytes(all), n)).isNull();
        }
        var rest = bytes(all.substring(30));
        assertThat(HttpAnswer.read(bytes(all.substring(0, 30)), rest, rest.length))
                .isEqualTo(read(all));
    }

    private static HttpAnswer read(String text) {
        var answer = HttpAnswer.read(new byte[0], bytes(text), text.length());
        assertThat(answer).isNotNull();
        return answer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String withLength(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static String chunk(String part) {
        return Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
    }

    private static String body(@Nullable Assignment job, Outcome outcome) {
        return Api.JSON.writeValueAsString(
                new ExchangeAnswer(8, List.of(new ReportOutcome(OLD, outcome, "it is so")), List.of(), job));
    }

    private static Assignment job(long id, int attempt) {
        return new Assignment(
                new AttemptId(new JobId(id), attempt),
                new UUID(1, 2),
                "a job",
                "bench",
                "/bin/true",
                Map.of(),
                3600,
                false,
                List.of(),
                Map.of());
    }
}
