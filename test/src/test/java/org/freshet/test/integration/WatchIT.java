package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.ServiceLogView;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.protocol.WatchView;
import org.freshet.test.support.Api;
import org.freshet.test.support.Person;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** Dead-man switches: silence is an alarm, said once, and its end is said, too. */
class WatchIT {

    private static final String SWEEP = "freshet.sweep.watches-every=200ms";

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.sweep.enabled=true", SWEEP);
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void saysOnceThatAServiceIsSilentAndOnceThatItWritesAgain() {
        try (var second = server.another("freshet.sweep.enabled=true", SWEEP)) {
            watch("scan", 10);
            assertThat(find("scan").orElseThrow().lateSince()).isNull();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(find("scan").orElseThrow().lateSince()).isNotNull());
            assertThat(alarms("scan")).singleElement().satisfies(it -> {
                assertThat(it.level()).isEqualTo(Level.ERROR);
                assertThat(it.message())
                        .startsWith("scan must write at least every 10 s and has been silent since ")
                        .endsWith("Look whether it still runs: its cron entry, its host, its own log.");
            });

            api.post("/api/v1/log", "{\"service\": \"scan\", \"message\": \"12 new files\"}");

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThat(find("scan").orElseThrow().lateSince()).isNull());
            assertThat(find("scan").orElseThrow().lastEntry()).isNotNull();
            assertThat(alarms("scan"))
                    .extracting(ServiceLogView::message)
                    .first()
                    .isEqualTo("scan writes again.");
            assertThat(alarms("scan")).hasSize(2);
            assertThat(second.url()).isNotEqualTo(server.url());
        }
    }

    @Test
    void changesHowOftenAServiceMustWriteAndForgetsIt() {
        watch("purge", 600);
        watch("purge", 900);
        assertThat(find("purge").orElseThrow().everySeconds()).isEqualTo(900);

        assertThat(api.post("/api/v1/watches/purge/remove", "{\"reason\": \"no cron any more\"}")
                        .status())
                .isEqualTo(204);

        assertThat(find("purge")).isEmpty();
        assertThat(api.post("/api/v1/watches/purge/remove", "").status()).isEqualTo(404);
        assertThat(server.db()
                        .sql("select reason from event where entity = 'setting' and reason like '%purge%' order by at")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "watch of purge, every 10 min",
                        "watch of purge, every 15 min",
                        "watch of purge: no cron any more");
    }

    @Test
    void isForOperators() {
        var mara = Person.with(server, Role.SUBMITTER);

        var answer = mara.api().post("/api/v1/watches", "{\"service\": \"x\", \"everySeconds\": 60}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("OPERATOR");
        assertThat(mara.api().get("/api/v1/watches").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service|{\"service\": \"a b\", \"everySeconds\": 60}",
                "service|{\"everySeconds\": 60}",
                "everySeconds|{\"service\": \"a\", \"everySeconds\": 9}",
                "everySeconds|{\"service\": \"a\", \"everySeconds\": 2678401}",
                "everySeconds|{\"service\": \"a\", \"everySeconds\": \"often\"}",
                "everySeconds|{\"service\": \"a\"}"
            })
    void refusesWhatIsNoWatch(String field, String body) {
        var answer = api.post("/api/v1/watches", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(field);
    }

    private static void watch(String service, int everySeconds) {
        var answer = api.post(
                "/api/v1/watches", "{\"service\": \"" + service + "\", \"everySeconds\": " + everySeconds + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static Optional<WatchView> find(String service) {
        var body = api.get("/api/v1/watches").body();
        return Api.JSON.readValue(body, new TypeReference<Page<WatchView>>() {}).items().stream()
                .filter(it -> it.service().equals(service))
                .findFirst();
    }

    private static List<ServiceLogView> alarms(String service) {
        var body = api.get("/api/v1/log?service=dead-man").body();
        return Api.JSON.readValue(body, new TypeReference<Page<ServiceLogView>>() {}).items().stream()
                .filter(it -> it.message().startsWith(service + " "))
                .toList();
    }
}
