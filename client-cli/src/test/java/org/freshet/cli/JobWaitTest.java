package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobWaitTest {

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
    void endsWithZeroWhenAllAreFinished() {
        running(12, 13);
        server.beforeAnswers(() -> {}, () -> server.finish(12), () -> {}, () -> server.finish(13));

        var result = freshet.run("job", "wait", "12", "13");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                        Job 12 (evdisp) finished, ran 14 min 05 s.
                        Job 13 (evdisp) finished, ran 14 min 05 s.
                        """);
    }

    @Test
    void endsWithOneWhenOneEndedOtherwise() {
        running(12, 13);
        server.finish(12);
        server.fail(13, 3);

        assertThat(freshet.run("job", "wait", "12", "13").code()).isEqualTo(1);
    }

    @Test
    void endsWithEightWhenTheTimeIsOver() {
        running(12, 13);
        server.finish(12);

        var result = freshet.run("job", "wait", "12", "13", "--timeout", "5m");

        assertThat(result.code()).isEqualTo(8);
        assertThat(result.waited()).hasMinutes(5);
        assertThat(result.out()).startsWith("Job 12").hasLineCount(1);
        assertThat(result.err()).isEqualTo("The time is over; not ended: 1 job (13).\n");
    }

    @Test
    void asksOnlyForThoseThatHaveNotEnded() {
        running(12, 13);
        server.finish(12);
        server.beforeAnswers(() -> {}, () -> server.finish(13));

        freshet.run("job", "wait", "12", "13");

        assertThat(server.received()).extracting(it -> it.query().get("id")).containsExactly("12,13", "13");
    }

    @Test
    void asksForManyJobsInParts() {
        var arguments = new String[702];
        arguments[0] = "job";
        arguments[1] = "wait";
        for (int i = 1; i <= 700; i++) {
            running(i);
            server.finish(i);
            arguments[i + 1] = String.valueOf(i);
        }

        var result = freshet.run(arguments);

        assertThat(result.code()).isZero();
        assertThat(result.out()).hasLineCount(700);
        assertThat(server.received()).hasSize(3);
    }

    @Test
    void namesJobsThatDoNotExistAndWaitsForTheOthers() {
        running(12);
        server.beforeAnswers(() -> {}, () -> {}, () -> server.finish(12));

        var result = freshet.run("job", "wait", "99", "12", "0190b5a2-0000-8000-8000-0000000000ff");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.out()).startsWith("Job 12 (evdisp) finished");
        assertThat(result.err())
                .contains("There is no job 99, or no longer.")
                .contains("There is no job 0190b5a2-0000-8000-8000-0000000000ff.");
    }

    @Test
    void printsOneJobAsAnObjectAndSeveralAsAList() {
        running(12, 13);
        server.finish(12);
        server.finish(13);

        assertThat(freshet.run("job", "wait", "12", "--json")
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("FINISHED");
        assertThat(freshet.run("job", "wait", "13", "12", "--json").json())
                .extracting(job -> job.path("id").asInt())
                .containsExactly(13, 12);
    }

    @Test
    void outlivesARestartOfTheServer() {
        running(12);
        server.beforeAnswers(() -> server.goAwayFor(20), () -> server.finish(12));

        var result = freshet.run("job", "wait", "12");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEqualTo("The database cannot be reached.\nAsking again for up to 2 min.\n");
    }

    @Test
    void givesUpOnAServerThatStaysAway() {
        running(12);
        server.beforeAnswers(() -> server.goAwayFor(10_000));

        var result = freshet.run("job", "wait", "12");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.waited()).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(125));
    }

    @Test
    void doesNotWaitForAServerThatNeverAnswered() {
        server.goAwayFor(1);

        assertThat(freshet.run("job", "wait", "12").code()).isEqualTo(3);
    }

    @Test
    void countsOnATerminal() {
        running(12);
        server.beforeAnswers(() -> {}, () -> server.finish(12));

        var result = freshet.onATerminal().run("job", "wait", "12");

        assertThat(result.err())
                .contains("\r\u001b[K[--------------------] 0 of 1 job ended")
                .endsWith("\r\u001b[K");
        assertThat(result.out()).isEqualTo("Job 12 (evdisp) finished, ran 14 min 05 s.\n");
    }

    @Test
    void namesOfManyOnATerminalOnlyThoseThatDidNotFinish() {
        var arguments = new ArrayList<>(List.of("job", "wait"));
        for (int i = 1; i <= 30; i++) {
            running(i);
            server.finish(i);
            arguments.add(String.valueOf(i));
        }
        server.fail(7, 3);

        var result = freshet.onATerminal().run(arguments.toArray(String[]::new));

        assertThat(result.out())
                .startsWith("Job 7 (evdisp) failed: exit code 3")
                .hasLineCount(1);
        assertThat(result.err()).endsWith("All ended: 29 finished, 1 failed.\n");
    }

    private void running(long... ids) {
        for (long id : ids) {
            server.job(id, "evdisp", "RUNNING", "");
        }
    }
}
