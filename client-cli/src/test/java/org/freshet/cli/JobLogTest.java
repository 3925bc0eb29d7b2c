package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.cli.ContractServer.Part.stderr;
import static org.freshet.cli.ContractServer.Part.stdout;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobLogTest {

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
    void printsStdoutToStdoutAndStderrToStderr() {
        job("RUNNING");
        server.log(12, 1, true, stdout("a\u00ff\u0000\u001b\n", "", 5), stderr("oh\n"));

        var result = freshet.run("job", "log", "12");

        assertThat(result.code()).isZero();
        assertThat(result.bytes()).containsExactly('a', 0xff, 0, 0x1b, '\n');
        assertThat(result.err()).isEqualTo("oh\n");
    }

    @Test
    void printsOneStreamOnly() {
        job("FINISHED");
        server.log(12, 1, true, stdout("out\n", "", 4), stderr("err\n"));

        assertThat(freshet.run("job", "log", "12", "--stdout").out()).isEqualTo("out\n");
        assertThat(freshet.run("job", "log", "12", "--stdout").err()).isEmpty();
        assertThat(freshet.run("job", "log", "12", "--stderr").out()).isEqualTo("err\n");
        assertThat(freshet.run("job", "log", "12", "--stderr").err()).isEmpty();
    }

    @Test
    void refusesBothStreamsAtOnce() {
        assertThat(freshet.run("job", "log", "12", "--stdout", "--stderr").code())
                .isEqualTo(2);
    }

    @Test
    void marksWhatIsLeftOut() {
        job("FINISHED");
        server.log(12, 1, true, stdout("head", "tail\n", 12_345_687));

        assertThat(freshet.run("job", "log", "12").out()).isEqualTo("head\n[… 12,345,678 bytes left out …]\ntail\n");
    }

    @Test
    void joinsHeadAndTailThatTouch() {
        job("FINISHED");
        server.log(12, 1, true, stdout("head", "tail\n", 9));

        assertThat(freshet.run("job", "log", "12").out()).isEqualTo("headtail\n");
    }

    @Test
    void asksForTheAttemptWanted() {
        job("FINISHED");
        server.log(12, 1, true);

        var result = freshet.run("job", "log", "12", "--attempt", "1");

        assertThat(server.last().query()).containsEntry("attempt", "1");
        assertThat(result.err()).isEqualTo("Attempt 1 of job 12 wrote nothing.\n");
    }

    @Test
    void saysThatTheJobWasNotClaimed() {
        job("DEFINED");

        assertThat(freshet.run("job", "log", "12").err()).isEqualTo("Job 12 is not yet claimed: there is no log.\n");
    }

    @Test
    void saysThatTheJobWasNeverClaimed() {
        job("CANCELLED");
        server.log(12, 0, true);

        assertThat(freshet.run("job", "log", "12", "--follow").err())
                .isEqualTo("Job 12 was never claimed: there is no log.\n");
    }

    @Test
    void saysWhichStreamHoldsNothing() {
        job("RUNNING");
        server.log(12, 1, false, stderr("oh\n"));

        assertThat(freshet.run("job", "log", "12", "--stdout").err())
                .isEqualTo("Attempt 1 of job 12 wrote nothing to stdout yet.\n");
    }

    @Test
    void handsOnTheJsonAsReceived() {
        job("FINISHED");
        server.log(12, 1, true, stdout("out", "", 3));

        var result = freshet.run("job", "log", "12", "--json");

        assertThat(result.json().path("parts").get(0).path("head").asString()).isEqualTo("b3V0");
    }

    @Test
    void followsWithEveryByteOnceAndTheGapMarked() {
        job("RUNNING");
        server.log(12, 1, false);
        server.beforeAnswers(
                () -> {},
                () -> server.log(12, 1, false, stdout("", "ab", 2)),
                () -> server.log(12, 1, false, stdout("", "bcd\n", 5)),
                () -> {},
                () -> server.log(12, 1, false, stdout("", "yz", 1_007)),
                () -> server.log(12, 1, true, stdout("abcd\n", "xyz.\n", 1_009), stderr("end\n")));

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("abcd\n[… 1,000 bytes left out …]\nyz.\n");
        assertThat(result.err()).isEqualTo("end\n");
        assertThat(result.waited()).hasMillis(2500);
    }

    @Test
    void followsAJobThatIsNotClaimedYet() {
        job("DEFINED");
        server.beforeAnswers(
                () -> {}, () -> {}, () -> {}, () -> {}, () -> server.log(12, 1, true, stdout("out\n", "", 4)));

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("Job 12 (evdisp) is defined and waits to be claimed.\n");
    }

    @Test
    void stopsFollowingAJobThatEndedWithoutAnAttempt() {
        job("CANCELLED");

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEqualTo("Job 12 (evdisp) is cancelled; no more will come.\n");
    }

    @Test
    void goesOnWithTheNextAttempt() {
        job("RUNNING");
        server.log(12, 1, false, stdout("", "first\n", 6));
        server.beforeAnswers(() -> {}, () -> server.log(12, 2, true, stdout("second\n", "", 7)));

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.out()).isEqualTo("first\nsecond\n");
        assertThat(result.err()).isEqualTo("Attempt 1 is over; this is attempt 2.\n");
    }

    @Test
    void followsThroughARestartOfTheServer() {
        job("RUNNING");
        server.log(12, 1, false, stdout("", "a", 1));
        server.beforeAnswers(() -> server.goAwayFor(3), () -> server.log(12, 1, true, stdout("ab\n", "", 3)));

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.out()).isEqualTo("ab\n");
        assertThat(result.err()).isEqualTo("The database cannot be reached.\nAsking again for up to 2 min.\n");
    }

    @Test
    void printsTheWholeLogAsJsonWhenItHasFollowedIt() {
        job("RUNNING");
        server.log(12, 1, false, stdout("", "a", 1));
        server.beforeAnswers(() -> {}, () -> server.log(12, 1, true, stdout("ab", "", 2)));

        var result = freshet.run("job", "log", "12", "--follow", "--json");

        assertThat(result.json().path("complete").asBoolean()).isTrue();
        assertThat(result.err()).isEmpty();
    }

    private void job(String state) {
        server.job(12, "evdisp", state, "");
    }
}
