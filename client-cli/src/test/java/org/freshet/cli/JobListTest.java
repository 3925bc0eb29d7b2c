package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobListTest {

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
    void alignsTheNewestJobsFirst() {
        server.job(12, "evdisp", "DEFINED", "");
        server.job(13, "monitor of plane 1", "RUNNING", "\"attempt\": 1, \"startedAt\": \"2026-11-20T03:19:57.000Z\"");

        var result = freshet.run("job", "list");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                        ID  NAME                TYPE    STATE    ATTEMPT          AGE  RAN
                        13  monitor of plane 1  evdisp  running        1  14 min 05 s  3 s
                        12  evdisp              evdisp  defined           14 min 05 s
                        """);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void saysWhyAJobFailed() {
        server.job(12, "evdisp", "DEFINED", "");
        server.fail(12, 3);

        var result = freshet.run("job", "list");

        assertThat(result.out()).contains("failed  exit code 3");
    }

    @Test
    void sendsItsFilters() {
        freshet.run(
                "job",
                "list",
                "--state",
                "failed,expired",
                "--type",
                "a b",
                "--user",
                "u",
                "--site",
                "s",
                "--host",
                "h",
                "--run",
                "5076",
                "--limit",
                "7");

        assertThat(server.last().query())
                .containsEntry("state", "FAILED,EXPIRED")
                .containsEntry("jobtype", "a b")
                .containsEntry("user", "u")
                .containsEntry("site", "s")
                .containsEntry("host", "h")
                .containsEntry("run", "5076")
                .containsEntry("limit", "7");
    }

    @Test
    void saysWhenOlderJobsMayFollow() {
        jobs(25);

        var result = freshet.run("job", "list");

        assertThat(result.out()).hasLineCount(21);
        assertThat(result.err()).isEqualTo("These are the newest jobs; older ones may follow: see --limit.\n");
    }

    @Test
    void mergesPagesUpToItsLimit() {
        jobs(1500);

        var result = freshet.run("job", "list", "--limit", "1200", "--json");

        assertThat(result.json().path("items")).hasSize(1200);
        assertThat(result.json().path("items").get(1199).path("id").asInt()).isEqualTo(301);
        assertThat(result.json().path("next").asString()).isEqualTo("301");
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void handsOnTheJsonAsReceived() {
        server.job(12, "evdisp", "DEFINED", "");

        var result = freshet.run("job", "list", "--json");

        assertThat(result.json().path("items").get(0).has("futureField")).isTrue();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void saysThatNothingMatches() {
        var result = freshet.run("job", "list");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("No job matches.\n");
    }

    @Test
    void refusesAnUnknownState() {
        var result = freshet.run("job", "list", "--state", "broken");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'broken'").contains("FINISHED");
    }

    @Test
    void refusesALimitOfZero() {
        assertThat(freshet.run("job", "list", "--limit", "0").code()).isEqualTo(2);
    }

    @Test
    void coloursStatesOnATerminal() {
        server.job(12, "evdisp", "RUNNING", "");

        assertThat(freshet.run("job", "list").out()).doesNotContain("\u001b");
        assertThat(freshet.onATerminal().run("job", "list").out()).contains("\u001b[34mrunning\u001b[0m");
    }

    @Test
    void keepsControlCharactersFromTheTerminal() {
        server.job(12, "evil\\u001b[2J\\u202e", "DEFINED", "");

        assertThat(freshet.run("job", "list").out()).contains("evil?[2J?  evdisp");
    }

    private void jobs(int count) {
        for (int i = 1; i <= count; i++) {
            server.job(i, "evdisp", "DEFINED", "");
        }
    }
}
