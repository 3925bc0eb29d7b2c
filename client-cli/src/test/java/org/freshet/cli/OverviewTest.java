package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverviewTest {

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
    void countsJobsAndPilots() {
        var result = freshet.run("summary");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("finished    12,345\n")
                .contains("template         0\n")
                .contains("total       12,351\n")
                .contains("busy       1\n")
                .endsWith("Counted at 2026-11-20 03:20:00 UTC.\n");
    }

    @Test
    void tellsEachChangeInAPipeUntilItIsEnded() {
        server.summaries("{\"DEFINED\": 2}", "{\"DEFINED\": 2}", "{\"DEFINED\": 1, \"RUNNING\": 1}");
        server.beforeAnswers(() -> {}, () -> {}, this::endIt);

        var result = freshet.run("summary", "--watch", "--every", "10s");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out()).isEqualTo("""
                        2026-11-20 03:20:00 UTC  jobs defined 2; pilots idle 1
                        2026-11-20 03:20:00 UTC  jobs defined 1, running 1; pilots idle 1
                        """);
        assertThat(result.waited()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void drawsOverItselfOnATerminal() {
        server.beforeAnswers(() -> {}, this::endIt);

        var result = freshet.onATerminal().run("summary", "--watch");

        assertThat(result.out().split("Counted at")).hasSize(3);
        assertThat(result.out()).contains("\u001b[23A\r").doesNotContain("\u001b[2J");
    }

    /** From the next question on. */
    private void endIt() {
        server.refuseWith(403, ContractServer.problem(403, "Enough.").body());
    }

    @Test
    void refusesToWatchAsJsonOrTooOften() {
        assertThat(freshet.run("summary", "--watch", "--json").code()).isEqualTo(2);
        assertThat(freshet.run("summary", "--watch", "--every", "0s").code()).isEqualTo(2);
        assertThat(freshet.run("summary", "--every", "5s").code()).isEqualTo(2);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void printsTheAddressOfAPageWithoutAskingAnybody() {
        assertThat(freshet.run("open", "12").out()).isEqualTo(server.url() + "/jobs/12\n");
        assertThat(freshet.run("open", "3", "--pilot").out()).isEqualTo(server.url() + "/pilots/3\n");
        assertThat(freshet.run("open", "7", "--workflow").out()).isEqualTo(server.url() + "/workflows/7\n");
        assertThat(freshet.run("open", "7", "--workflow", "--pilot").code()).isEqualTo(2);
        assertThat(freshet.run("open", "3", "--browser").err()).startsWith("There is no display here");
        assertThat(freshet.run("open", "12", "--json").json().path("url").asString())
                .isEqualTo(server.url() + "/jobs/12");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void listsPilots() {
        var result = freshet.run("pilot", "list", "--state", "idle,busy", "--site", "local", "--host", "node7");

        assertThat(result.out()).isEqualTo("""
                        ID  STATE  SITE   HOST   JOB  JOBS DONE          AGE  HEARD OF
                         3  busy   local  node7   12     12,345  20 min 00 s   4 s ago
                        """);
        assertThat(server.last().query())
                .containsEntry("state", "IDLE,BUSY")
                .containsEntry("site", "local")
                .containsEntry("host", "node7");
    }

    @Test
    void showsAPilot() {
        var result = freshet.run("pilot", "show", "3");

        assertThat(result.out())
                .startsWith("Pilot 3: busy\n")
                .contains("holds      job 12, attempt 1\n")
                .contains("memory     8,192 MB\n");
    }

    @Test
    void printsJsonAndNothingElse() {
        assertThat(freshet.run("summary", "--json").json().path("jobsTotal").asInt())
                .isEqualTo(12351);
        assertThat(freshet.run("pilot", "list", "--json").json().path("items")).hasSize(1);
        assertThat(freshet.run("pilot", "show", "3", "--json").json().has("history"))
                .isTrue();
    }

    @Test
    void endsWithFiveForAnUnknownPilot() {
        assertThat(freshet.run("pilot", "show", "4").code()).isEqualTo(5);
    }
}
