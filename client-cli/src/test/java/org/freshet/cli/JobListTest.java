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
                "--subrun",
                "2",
                "--pilot",
                "3",
                "--name",
                "plane",
                "--reason-code",
                "time_limit,signal",
                "--limit",
                "7");

        assertThat(server.received().getFirst().query())
                .containsEntry("state", "FAILED,EXPIRED")
                .containsEntry("jobtype", "a b")
                .containsEntry("user", "u")
                .containsEntry("site", "s")
                .containsEntry("host", "h")
                .containsEntry("run", "5076")
                .containsEntry("subrun", "2")
                .containsEntry("pilot", "3")
                .containsEntry("name", "plane")
                .containsEntry("reason", "TIME_LIMIT,SIGNAL")
                .containsEntry("limit", "7");
    }

    @Test
    void saysWhenOlderJobsMayFollow() {
        jobs(25);

        var result = freshet.run("job", "list");

        assertThat(result.out()).hasLineCount(21);
        assertThat(result.err()).isEqualTo("These are the newest; older ones may follow: see --limit.\n");
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
    void guessesWhichTypeWasMeantWhenNothingMatches() {
        server.types("evdisp", "monitor", "purity");

        var result = freshet.run("job", "list", "--type", "evdsp", "--site", "nowhere");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEqualTo("""
                        No job matches.
                        no such type 'evdsp'; did you mean 'evdisp'?
                        """);
    }

    @Test
    void namesTheTypesThatThereAre() {
        server.types("evdisp", "monitor");

        assertThat(freshet.run("job", "list", "--type", "calorimetry").err())
                .endsWith("no such type 'calorimetry'; there are evdisp, monitor.\n");

        server.types("evdisp", "monitor");
        assertThat(freshet.run("job", "list", "--type", "monitor").err()).isEqualTo("No job matches.\n");
    }

    @Test
    void cutsTheLongestTextOnANarrowTerminalAndNeverInAPipe() {
        server.job(123456789, "a name that is much longer than the terminal is wide", "RUNNING", "");

        var narrow = freshet.ofWidth(60).run("job", "list").out();

        assertThat(narrow.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(narrow).contains("123456789  a name that", "…", "evdisp", "running", "14 min 05 s");
        assertThat(freshet.ofWidth(0).run("job", "list").out()).contains("than the terminal is wide");
    }

    @Test
    void refusesAnUnknownState() {
        var result = freshet.run("job", "list", "--state", "broken");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("no such state 'broken'; there are template, defined,");
    }

    @Test
    void refusesALimitOfZero() {
        assertThat(freshet.run("job", "list", "--limit", "0").code()).isEqualTo(2);
    }

    @Test
    void coloursStatesOnATerminal() {
        server.job(12, "evdisp", "RUNNING", "");

        assertThat(freshet.run("job", "list").out()).doesNotContain("\u001b");
        assertThat(freshet.run("job", "list", "--colour", "always").out()).contains("\u001b[34mrunning\u001b[0m");
        assertThat(freshet.onATerminal().run("job", "list").out()).contains("\u001b[34mrunning\u001b[0m");
        assertThat(freshet.run("job", "list", "--colour", "never").out()).doesNotContain("\u001b");
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
