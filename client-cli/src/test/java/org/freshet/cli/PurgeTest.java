package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PurgeTest {

    private static final String OLDEST = "2026-08-01T03:00:00.000Z";
    private static final String NEWEST = "2026-08-20T03:00:00.000Z";

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

    private static String purged(long jobs, boolean complete, boolean dryRun) {
        return """
                {"what": "jobs", "dryRun": %b, "counts": {"jobs": %d, "attempts": %d}, "oldest": "%s", "newest": "%s",
                 "complete": %b, "futureField": 1}
                """.formatted(dryRun, jobs, jobs, OLDEST, NEWEST, complete);
    }

    @Test
    void asksForWhatItIsTold() {
        server.purges(purged(12_345, true, false));

        var result = freshet.run("purge", "--what", "jobs", "--state", "finished,FAILED", "--older-than", "30d");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                REMOVED
                jobs      12,345
                attempts  12,345
                They were from 2026-08-01 03:00:00 UTC to 2026-08-20 03:00:00 UTC.
                """);
        assertThat(server.last().path()).isEqualTo("/api/v1/purge");
        assertThat(server.last().json().toString())
                .isEqualTo(
                        "{\"what\":\"jobs\",\"olderThanSeconds\":2592000,\"dryRun\":false,\"states\":[\"finished\",\"FAILED\"]}");
    }

    @Test
    void saysWouldInADryRun() {
        server.purges(purged(3, true, true));

        var result = freshet.run("purge", "--what", "jobs", "--older-than", "30d", "--dry-run");

        assertThat(result.out()).startsWith("WOULD BE REMOVED\n").contains("\nThey would be from 2026-08-01");
    }

    @Test
    void asksAgainUntilAllIsRemovedAndAddsItUp() {
        server.purges(purged(1000, false, false), purged(500, false, false), purged(0, true, false));

        var result = freshet.run("purge", "--what", "jobs", "--older-than", "30d", "--json");

        assertThat(server.received()).hasSize(3);
        assertThat(result.json().at("/counts/jobs").asInt()).isEqualTo(1500);
        assertThat(result.json().at("/complete").asBoolean()).isTrue();
        assertThat(result.json().at("/what").asString()).isEqualTo("jobs");
        assertThat(result.err()).isEmpty();
    }

    private static String stopped(long jobs, long after) {
        return """
                {"what": "jobs", "dryRun": false, "counts": {"jobs": %d}, "complete": false, "after": %d}
                """.formatted(jobs, after);
    }

    @Test
    void goesOnWhereTheServerStopped() {
        server.purges(stopped(0, 40_000), stopped(0, 80_000), purged(3, true, false));

        var result = freshet.run("purge", "--what", "jobs", "--older-than", "30d");

        assertThat(result.code()).isZero();
        assertThat(server.received().stream().map(it -> it.json().path("after").asLong(0)))
                .containsExactly(0L, 40_000L, 80_000L);
    }

    @Test
    void endsWhenTheServerDoesNotGetOn() {
        server.purges(stopped(5, 40_000), stopped(0, 40_000), stopped(0, 40_000));

        var result = freshet.run("purge", "--what", "jobs", "--older-than", "30d");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("does not get on with the purge").contains("jobs=5");
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void isQuietForCronWhenThereWasNothing() {
        server.purges("{\"what\": \"logs\", \"dryRun\": false, \"counts\": {\"logs\": 0}, \"complete\": true}");

        var result = freshet.run("purge", "--what", "logs", "--older-than", "14d");

        assertThat(result.code()).isZero();
        assertThat(result.out() + result.err()).isEmpty();
    }

    @Test
    void endsWithSevenWhenTheServerRefuses() {
        server.refuseWith(400, "{\"status\": 400, \"detail\": \"states: RUNNING is not final\"}");

        var result = freshet.run("purge", "--what", "jobs", "--state", "running", "--older-than", "30d");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).contains("RUNNING is not final");
    }

    @Test
    void needsAnAge() {
        var result = freshet.run("purge", "--what", "jobs");

        assertThat(result.code()).isEqualTo(2);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void saysThatALogWasRemoved() {
        server.job(12, "printEnv", "FINISHED", "\"attempt\": 1");
        server.log(12, 1, true, ContractServer.Part.stdout("", "", 12_345));

        var result = freshet.run("job", "log", "12");

        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("""
                The stdout of attempt 1 of job 12 had 12,345 bytes; they were removed when the time for which logs are kept was over.
                """);
    }
}
