package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceLogTest {

    private ContractServer server;
    private CommandRun freshet;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        freshet = CommandRun.against(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsEntries() {
        server.documents(page(8, 7));

        var result = freshet.run("log", "list", "--service", "pool", "--level", "warning,error", "--since", "2h");

        assertThat(result.out()).isEqualTo("""
                        TIME                     SERVICE  LEVEL    BY         MESSAGE
                        2026-11-20 03:00:08 UTC  pool     warning  user mara  entry 8
                        2026-11-20 03:00:07 UTC  pool     warning  user mara  entry 7
                        """);
        assertThat(server.last().query())
                .containsEntry("service", "pool")
                .containsEntry("level", "WARNING,ERROR")
                .containsEntry("since", "7200")
                .containsEntry("limit", "20");
    }

    @Test
    void followsWhatComesAndPrintsEveryEntryOnce() {
        server.documents(page(8, 7), page(8, 7), page(10, 9, 8, 7));

        var result = freshet.run("log", "list", "--follow");

        assertThat(result.code()).isEqualTo(5); // the server of this test has nothing more to tell
        assertThat(result.out()).isEqualTo("""
                        2026-11-20 03:00:07 UTC  warning  pool (user mara): entry 7
                        2026-11-20 03:00:08 UTC  warning  pool (user mara): entry 8
                        2026-11-20 03:00:09 UTC  warning  pool (user mara): entry 9
                        2026-11-20 03:00:10 UTC  warning  pool (user mara): entry 10
                        """);
    }

    @Test
    void readsFurtherBackWhenMoreCameThanItAskedFor() {
        server.documents(page(7), page(10, 9).replace("]}", "], \"next\": \"9\"}"), page(10, 9, 8, 7));

        var result = freshet.run("log", "list", "--follow");

        assertThat(result.out().lines().map(it -> it.replaceAll(".*entry ", "")))
                .containsExactly("7", "8", "9", "10");
    }

    @Test
    void outlivesARestartOfTheServerWhileItFollows() {
        server.documents(page(7), page(8, 7));
        server.beforeAnswers(() -> server.goAwayFor(3));

        var result = freshet.run("log", "list", "--follow");

        assertThat(result.out()).hasLineCount(2);
        assertThat(result.err()).contains("Asking again for up to 2 min.");
    }

    @Test
    void cannotFollowInOneDocument() {
        assertThat(freshet.run("log", "list", "--follow", "--json").code()).isEqualTo(2);
    }

    @Test
    void addsAnEntry() {
        server.documents(entry(9));

        var result = freshet.run("log", "add", "inputsize", "42GB", "--level", "warning", "--data", "{\"gb\": 42}");

        assertThat(result.out()).isEqualTo("Entry 9 is written.\n");
        assertThat(server.last().body())
                .isEqualTo(
                        "{\"service\":\"inputsize\",\"message\":\"42GB\",\"level\":\"WARNING\",\"data\":{\"gb\":42}}");
    }

    @Test
    void addsWhatIsOnStdin() {
        server.documents(entry(9));

        freshet.withInput("df: 99 %\n").run("log", "add", "olddata", "-");

        assertThat(server.last().json().path("message").asString()).isEqualTo("df: 99 %\n");
    }

    @Test
    void refusesDataThatAreNoJson() {
        assertThat(freshet.run("log", "add", "olddata", "x", "--data", "{").code())
                .isEqualTo(2);
    }

    @Test
    void watchesAService() {
        server.documents("{\"service\": \"olddata\", \"everySeconds\": 90000}");

        var result = freshet.run("log", "watch", "olddata", "--every", "25h", "--reason", "nightly");

        assertThat(result.out()).isEqualTo("olddata is an alarm when it writes nothing for 1 d 01 h, from now on.\n");
        assertThat(server.last().body())
                .isEqualTo("{\"service\":\"olddata\",\"everySeconds\":90000,\"reason\":\"nightly\"}");
    }

    @Test
    void wantsToKnowHowOften() {
        assertThat(freshet.run("log", "watch", "olddata").code()).isEqualTo(2);
    }

    @Test
    void watchesAServiceNoMore() {
        server.documents("");

        var result = freshet.run("log", "unwatch", "olddata");

        assertThat(result.out()).isEqualTo("The silence of olddata is no alarm any more.\n");
        assertThat(server.last().path()).endsWith("/watches/olddata/remove");
    }

    @Test
    void listsWhatIsWatched() {
        server.documents("""
                {"items": [
                  {"service": "olddata", "everySeconds": 90000, "lastEntry": "2026-11-20T03:00:08.000Z"},
                  {"service": "scan", "everySeconds": 60, "lateSince": "2026-11-20T03:00:09.000Z"}]}""");

        var result = freshet.run("log", "watches");
        assertThat(result.err()).isEmpty();

        assertThat(result.out()).isEqualTo("""
                        SERVICE       EVERY  LAST ENTRY               ALARM SINCE
                        olddata    1 d 01 h  2026-11-20 03:00:08 UTC  none
                        scan     1 min 00 s  none                     2026-11-20 03:00:09 UTC
                        """);
    }

    private static String page(int... ids) {
        return Arrays.stream(ids)
                .mapToObj(ServiceLogTest::entry)
                .collect(Collectors.joining(",", "{\"items\": [", "]}"));
    }

    private static String entry(int id) {
        return """
                {"id": %d, "at": "2026-11-20T03:00:%02d.000Z", "service": "pool", "level": "WARNING",
                 "message": "entry %d", "data": {"jobs": 3}, "author": "user mara"}""".formatted(id, id, id);
    }
}
