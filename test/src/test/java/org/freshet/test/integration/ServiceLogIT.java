package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.Page;
import org.freshet.protocol.ServiceLogView;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.freshet.test.support.Api;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** The service log as scripts see it. */
class ServiceLogIT {

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void keepsWhatAScriptWritesWithItsAuthor() {
        var written = add(
                "{\"service\": \"inputsize\", \"message\": \" 42GB\\n\", \"level\": \"WARNING\", \"data\": {\"gb\": 42}}");

        assertThat(list("?service=inputsize")).containsExactly(written);
        assertThat(written.message()).isEqualTo("42GB");
        assertThat(written.level()).isEqualTo(Level.WARNING);
        assertThat(written.data()).hasToString("{gb=42}");
        assertThat(written.author()).isEqualTo("user " + System.getProperty("user.name"));
    }

    @Test
    void showsWhatTheServerItselfWroteWithoutAnAuthor() {
        server.part(ServiceLog.class).info("probe", "All is well.", Tally.of("probes", 3));

        assertThat(list("?service=probe")).singleElement().satisfies(it -> {
            assertThat(it.author()).isNull();
            assertThat(it.data()).hasToString("{probes={total=3}}");
        });
    }

    @Test
    void listsNewestFirstPageByPage() {
        var written = new ArrayList<Long>();
        for (int n = 0; n < 5; n++) {
            written.addFirst(
                    add("{\"service\": \"paged\", \"message\": \"" + n + "\"}").id());
        }

        var seen = new ArrayList<Long>();
        var after = "";
        do {
            var page = page("?service=paged&limit=2" + after);
            page.items().forEach(it -> seen.add(it.id()));
            after = page.next() == null ? "" : "&after=" + page.next();
        } while (!after.isEmpty());

        assertThat(seen).isEqualTo(written);
    }

    @Test
    void listsByLevelAndByAge() {
        add("{\"service\": \"aged\", \"message\": \"old\", \"level\": \"ERROR\"}");
        server.db()
                .sql("update service_log set at = now() - interval '2 h' where service = 'aged'")
                .update();
        add("{\"service\": \"aged\", \"message\": \"new\"}");

        assertThat(list("?service=aged&level=error,warning"))
                .extracting(ServiceLogView::message)
                .containsExactly("old");
        for (var since : new String[] {
            "3600", "PT1H", "pt90m", Instant.now().minusSeconds(600).toString()
        }) {
            assertThat(list("?service=aged&since=" + since))
                    .as(since)
                    .extracting(ServiceLogView::message)
                    .containsExactly("new");
        }
        assertThat(list("?service=aged&since=PT3H")).hasSize(2);
        assertThat(list("?service=aged,paged&since=PT3H")).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?since=yesterday",
                "?since=",
                "?since=2026-11-20T03:12:47",
                "?since=-5",
                "?since=0000-12-31T00:00:00Z",
                "?since=%2B10000-01-01T00:00:00Z",
                "?since=PT-5S",
                "?since=99999999999999999999",
                "?level=LOUD",
                "?limit=0",
                "?limit=1001",
                "?after=x",
                "?servce=pool"
            })
    void refusesAFilterThatItDoesNotUnderstand(String query) {
        assertThat(api.get("/api/v1/log" + query).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"service\": \"refused\"}",
                "{\"message\": \"x\"}",
                "{\"service\": \"refused\", \"message\": \"  \"}",
                "{\"service\": \"refused\", \"message\": \"\\u0000\"}",
                "{\"service\": \"refused\", \"message\": \"x\", \"level\": \"LOUD\"}",
                "{\"service\": \"refused\", \"message\": \"x\", \"data\": {\"a\": \"\\u0000\"}}",
                "{\"service\": \"refused\", \"message\": \"x\", \"author\": \"user root\"}",
                "{\"service\": \"\", \"message\": \"x\"}",
                "{\"service\": \"-x\", \"message\": \"x\"}",
                "{\"service\": \"a b\", \"message\": \"x\"}",
                "{\"service\": \"<script>\", \"message\": \"x\"}"
            })
    void refusesWhatIsNoEntry(String body) {
        var answer = api.post("/api/v1/log", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(list("?service=refused")).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        var longest = "x".repeat(10_000);
        var data = "\"" + "x".repeat(65_536) + "\"";

        assertThat(add("{\"service\": \"long\", \"message\": \"" + longest + "\"}")
                        .message())
                .isEqualTo(longest);
        assertThat(api.post("/api/v1/log", "{\"service\": \"long\", \"message\": \"" + longest + "x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.post("/api/v1/log", "{\"service\": \"long\", \"message\": \"x\", \"data\": " + data + "}")
                        .status())
                .isEqualTo(400);
        assertThat(list("?service=long")).hasSize(1);
    }

    @Test
    void needsATokenToWrite() {
        assertThat(new Api(server.url(), null)
                        .post("/api/v1/log", "{\"service\": \"x\", \"message\": \"x\"}")
                        .status())
                .isEqualTo(401);
    }

    private static ServiceLogView add(String body) {
        var answer = api.post("/api/v1/log", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.as(ServiceLogView.class);
    }

    private static List<ServiceLogView> list(String query) {
        return page(query).items();
    }

    private static Page<ServiceLogView> page(String query) {
        var answer = api.get("/api/v1/log" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Api.JSON.readValue(answer.body(), new TypeReference<Page<ServiceLogView>>() {});
    }
}
