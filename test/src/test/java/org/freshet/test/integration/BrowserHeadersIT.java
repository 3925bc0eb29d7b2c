package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.freshet.test.support.RawHttp;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser is told goes with every answer, whoever gives it: a controller, a filter, or the web server. */
class BrowserHeadersIT {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.api.requests-per-second=1000", "freshet.api.burst=1000");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET /                              | 200
            HEAD /                             | 200
            GET /jobs                          | 200
            GET /pilots                        | 200
            GET /jobs?q=1                      | 302
            GET /jobs/999                      | 404
            GET /no-such-page                  | 404
            GET /freshet.css                   | 200
            GET /live.js                       | 200
            GET /alarms.js                     | 200
            GET /handover.txt                  | 200
            GET /keys.js                       | 200
            GET /display?theme=dark            | 303
            GET /error                         | 404
            POST /jobs                         | 303
            GET /api/v1/jobs                   | 200
            HEAD /api/v1/jobs                  | 200
            GET /api/v1/openapi.json           | 200
            GET /api/v1/jobs/999               | 404
            GET /api/v1/no-such-thing          | 404
            GET /api/v1/jobs?limit=0           | 400
            DELETE /api/v1/jobs                | 405
            POST /api/v1/jobs                  | 400
            GET /api/v1/database/dump          | 200
            OPTIONS /api/v1/jobs               | 200
            TRACE /                            | 400
            GET /..;/                          | 400
            GET /%2e%2e%2f                     | 400
            GET //                             | 400
            GET / HTTP/9.9                     | 505
            nonsense                           | 400
            """)
    void goWithEveryAnswer(String line, int status) throws IOException {
        assertProtected(send(line, "Authorization: Bearer " + server.secret("admin.token")), status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /api/v1/jobs     | Accept: */*                     | 401
            GET /api/v1/jobs      | Authorization: Bearer wrong     | 401
            GET /api/v1/jobs      | Host: evil.example              | 401
            """)
    void goWithRefusals(String line, String header, int status) throws IOException {
        assertProtected(send(line, header), status);
    }

    @ParameterizedTest
    @CsvSource({"/jobs, gzip", "/freshet.css, gzip", "/live.js, gzip", "/api/v1/openapi.json, gzip", "/handover.txt, ''"
    })
    void arePackedForWhoeverAsksForIt(String path, String packed) throws IOException {
        var answer = send("GET " + path, "Accept-Encoding: gzip");

        assertProtected(answer, 200);
        assertThat(answer.header("Content-Encoding")).isEqualTo(packed);
        assertThat(send("GET " + path, "Accept: */*").header("Content-Encoding"))
                .isEmpty();
    }

    private static RawHttp.Answer send(String line, String header) throws IOException {
        var whole = line.contains("HTTP/") || !line.contains(" ") ? line : line + " HTTP/1.1";
        return RawHttp.send(
                server.url(),
                RawHttp.request(whole, Stream.of("Connection: close", header), "[]".getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertProtected(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.head()).isEqualTo(status);
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()", "geolocation=()");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cross-Origin-Embedder-Policy")).isEqualTo("require-corp");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Strict-Transport-Security"))
                .as("over plain HTTP")
                .isEmpty();
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Powered-By")).isEmpty();
        assertThat(answer.head().lines().map(it -> it.replaceAll(":.*", "").toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
    }
}
