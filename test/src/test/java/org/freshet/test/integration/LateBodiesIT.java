package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.freshet.test.support.RawHttp;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client learns from the refusal itself whether its connection serves another request. */
class LateBodiesIT {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PUT /api/v1/jobs             | 405
            DELETE /api/v1/openapi.json  | 405
            POST /api/v1/no-such-thing   | 404
            """)
    void isToldThatTheServerHangsUpWhenTheBodyIsStillOnItsWay(String line, int status) throws IOException {
        try (var connection = new RawHttp.Connection(server.url())) {
            var answer = connection.send(request(line, "Content-Length: 2", ""));

            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(answer.body()).contains("\"detail\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PUT /api/v1/jobs             | 405
            DELETE /api/v1/openapi.json  | 405
            POST /api/v1/no-such-thing   | 404
            POST /api/v1/jobs            | 400
            """)
    void keepsItsConnectionWhenTheBodyIsThere(String line, int status) throws IOException {
        try (var connection = new RawHttp.Connection(server.url())) {
            var first = connection.send(request(line, "", "{}"));
            assertThat(first.status()).as(first.body()).isEqualTo(status);
            assertThat(connection.isOpen()).isTrue();

            assertThat(connection.send(request(line, "", "{}")).status()).isEqualTo(status);
        }
    }

    private static byte[] request(String line, String header, String body) throws IOException {
        return RawHttp.request(
                line + " HTTP/1.1",
                Stream.of(
                        "Authorization: Bearer " + server.secret("admin.token"),
                        "Content-Type: application/json",
                        header),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
