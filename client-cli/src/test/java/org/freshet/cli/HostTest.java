package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostTest {

    private static final String GOOD = """
            {"host": "node7", "pilots": 4, "busy": 3, "ended": 1200, "failed": 2, "standsOut": false}""";
    private static final String BANNED = """
            {"host": "b6e1da905a", "pilots": 2, "busy": 1, "ended": 11, "failed": 9, "standsOut": true,
             "ban": {"host": "b6e1da905a", "reason": "libGL broken", "at": "2026-11-20T03:00:00.000Z", "by": "mara"}}""";
    private static final String BAD = """
            {"host": "wn8", "pilots": 1, "busy": 1, "ended": 9, "failed": 8, "standsOut": true}""";

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
    void listsHostsWithWhatBecameOfTheirJobs() {
        server.documents("{\"items\": [" + BANNED + "," + GOOD + "," + BAD + "]}");

        assertThat(freshet.run("host", "list").out().lines())
                .satisfiesExactly(
                        it -> assertThat(it.split(" +"))
                                .containsExactly("HOST", "PILOTS", "BUSY", "FAILED", "ENDED", "STATE", "WHY"),
                        it -> assertThat(it).matches("b6e1da905a +2 +1 +9 +11 +banned +mara: libGL broken"),
                        it -> assertThat(it).contains("1,200", "allowed"),
                        it -> assertThat(it).endsWith("fails most of its jobs"));
    }

    @Test
    void listsOnlyTheBannedOnesOnRequest() {
        server.documents("{\"items\": []}");

        var result = freshet.run("host", "list", "--banned");

        assertThat(result.err()).isEqualTo("No host is banned.\n");
        assertThat(server.last().query()).containsEntry("banned", "true");
    }

    @Test
    void bansAHostWithAReason() {
        server.documents(BANNED);

        var result = freshet.run("host", "ban", "b6e1da905a", "--reason", "libGL broken");

        assertThat(result.out())
                .isEqualTo(
                        "Host b6e1da905a is banned. Of its 2 pilots, 1 holds a job that may end; none takes another.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/hosts/b6e1da905a/ban");
        assertThat(server.last().body()).isEqualTo("{\"reason\":\"libGL broken\"}");
    }

    @Test
    void asksWhyBeforeItBans() {
        assertThat(freshet.run("host", "ban", "b6e1da905a").code()).isEqualTo(2);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void allowsAHostAgain() {
        server.documents(GOOD);

        var result = freshet.run("host", "allow", "node7");

        assertThat(result.out()).isEqualTo("Host node7 is allowed again.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/hosts/node7/allow");
        assertThat(server.last().body()).isEqualTo("{}");
    }
}
