package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.test.support.Api;
import org.freshet.test.support.RawHttp;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exchanges of pilots that are known pass by the servlets; nobody may notice. */
@Timeout(60)
class ExchangeLaneIT {

    private static final String EXCHANGE = "{\"seq\":%d,\"reports\":[]%s}";

    private static TestServer server;

    private ScriptedPilot pilot;
    private RawHttp.Connection connection;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=3s", "server.jetty.connection-idle-timeout=1s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aPilotThatIsKnown() throws IOException {
        pilot = ScriptedPilot.register(server);
        connection = new RawHttp.Connection(server.url());
        assertThat(exchange(10, "").status()).isEqualTo(200);
    }

    @AfterEach
    void hangUp() throws IOException {
        connection.close();
    }

    @Test
    void answersAWishThatWaitsForLongerThanAConnectionMayBeSilent() throws IOException {
        var answer = exchange(
                11, ",\"want\":{\"cores\":1,\"memoryMb\":10,\"diskMb\":10,\"tags\":[],\"remainingSeconds\":1000}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Api.JSON.readValue(answer.body(), ExchangeAnswer.class).job())
                .isNull();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void saysWhatIsWrongAndGoesOnOnTheSameConnection() throws IOException {
        var unknown = exchange(11, ",\"nonsense\":1");
        var broken = exchange(11, ",");
        var negative = exchange(-1, "");
        var good = exchange(11, "");

        assertThat(Stream.of(unknown, broken, negative)).allSatisfy(it -> {
            assertThat(it.status()).isEqualTo(400);
            assertThat(it.header("Content-Type")).startsWith("application/problem+json");
        });
        assertThat(unknown.body()).contains("nonsense");
        assertThat(negative.body()).contains("seq");
        assertThat(good.status()).isEqualTo(200);
    }

    @Test
    void saysWhyTheDispatcherRefused() throws IOException {
        var answer = exchange(9, "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("overtaken");
    }

    @Test
    void servesABodyThatComesInParts() throws IOException {
        var body = EXCHANGE.formatted(11, "");
        var chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";

        var answer = connection.send(
                RawHttp.request(line(), headers("Transfer-Encoding: chunked"), chunk.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void tellsABrowserTheSameAsAnyAnswer() throws IOException {
        var answer = exchange(11, "");

        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    private RawHttp.Answer exchange(long seq, String more) throws IOException {
        var body = EXCHANGE.formatted(seq, more);
        return connection.send(RawHttp.request(line(), headers(""), body.getBytes(StandardCharsets.UTF_8)));
    }

    private String line() {
        return "POST /api/v1/pilots/" + pilot.id() + "/exchange HTTP/1.1";
    }

    private Stream<String> headers(String more) {
        return Stream.of(
                "Authorization: Bearer " + pilot.token(),
                "Content-Type: application/json",
                "Accept: application/json, application/problem+json",
                more);
    }
}
