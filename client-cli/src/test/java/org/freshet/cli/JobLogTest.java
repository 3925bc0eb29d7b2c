package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.cli.ContractServer.Part.stderr;
import static org.freshet.cli.ContractServer.Part.stdout;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.err()).isEqualTo("Job 12 (evdisp) cancelled.\nJob 12 was never claimed: there is no log.\n");
        assertThat(result.code()).isEqualTo(1);
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
                () -> finish(stdout("abcd\n", "xyz.\n", 1_009), stderr("end\n")));

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("abcd\n[… 1,000 bytes left out …]\nyz.\n");
        assertThat(result.err()).isEqualTo("end\nJob 12 (evdisp) finished, ran 14 min 05 s.\n");
        assertThat(result.waited()).hasMillis(2500);
    }

    @Test
    void asksForLiveOutputOnlyWhenItFollows() {
        job("RUNNING");
        server.log(12, 1, true);

        freshet.run("job", "log", "12");
        var once = server.last().query();
        freshet.run("job", "log", "12", "--attempt", "1", "--follow");

        assertThat(once).doesNotContainKey("follow");
        assertThat(server.last().query()).containsEntry("follow", "true");
    }

    @Test
    void saysByItsExitCodeThatTheJobFailed() {
        job("RUNNING");
        server.log(12, 1, false);
        server.beforeAnswers(() -> {}, () -> {
            server.fail(12, 3);
            server.log(12, 1, true, stdout("out\n", "", 4));
        });

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).startsWith("Job 12 (evdisp) failed: exit code 3, ran 14 min 05 s.");
    }

    @Test
    void printsTheLastWordsOfAJobThatEndedBetweenTwoQuestions() {
        job("CANCELLED");
        server.log(12, 0, false);
        server.beforeAnswers(() -> {}, () -> {}, () -> server.log(12, 1, true, stdout("last\n", "", 5)));

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.out()).isEqualTo("last\n");
    }

    @Test
    void followsAJobThatIsNotClaimedYet() {
        job("DEFINED");
        server.beforeAnswers(() -> {}, () -> {}, () -> {}, () -> {}, () -> finish(stdout("out\n", "", 4)));

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).startsWith("Job 12 (evdisp) is defined and waits to be claimed.\nJob 12 (evdisp) fin");
    }

    @Test
    void stopsFollowingAJobThatEndedWithoutAnAttempt() {
        job("CANCELLED");

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("Job 12 (evdisp) cancelled.\n");
    }

    @Test
    void goesOnWithTheNextAttemptWhenThePilotWasLost() {
        job("RUNNING");
        server.log(12, 1, false, stdout("", "first\n", 6));
        server.beforeAnswers(
                () -> {},
                () -> {
                    job("DEFINED");
                    server.log(12, 1, true, stdout("", "first\n", 6));
                },
                () -> {},
                () -> {},
                () -> {},
                () -> {
                    job("RUNNING");
                    server.log(12, 2, false, stdout("", "second\n", 7));
                },
                () -> {
                    server.finish(12);
                    server.log(12, 2, true, stdout("second\nand last\n", "", 16));
                });

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.out()).isEqualTo("first\nsecond\nand last\n");
        assertThat(result.err().lines())
                .containsExactly(
                        "Attempt 1 is over. Job 12 (evdisp) is defined and waits to be claimed again.",
                        "Attempt 2 begins.",
                        "Job 12 (evdisp) finished, ran 14 min 05 s.");
    }

    @Test
    void stopsAtTheEndOfTheAttemptThatWasAskedFor() {
        job("RUNNING");
        server.log(12, 1, true, stdout("first\n", "", 6));

        var result = freshet.run("job", "log", "12", "--attempt", "1", "--follow");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("first\n");
    }

    @Test
    void followsThroughARestartOfTheServer() {
        job("RUNNING");
        server.log(12, 1, false, stdout("", "a", 1));
        server.beforeAnswers(() -> server.goAwayFor(3), () -> finish(stdout("ab\n", "", 3)));

        var result = freshet.run("job", "log", "12", "--follow");

        assertThat(result.out()).isEqualTo("ab\n");
        assertThat(result.err()).startsWith("The database cannot be reached.\nAsking again for up to 2 min.\nJob 12");
    }

    @Test
    void printsTheWholeLogAsJsonWhenItHasFollowedIt() {
        job("RUNNING");
        server.log(12, 1, false, stdout("", "a", 1));
        server.beforeAnswers(() -> {}, () -> finish(stdout("ab", "", 2)));

        var result = freshet.run("job", "log", "12", "--follow", "--json");

        assertThat(result.json().path("complete").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | ''
            1 | 'three'
            2 | 'two,three'
            3 | 'one,two,three'
            9 | 'one,two,three'
            """)
    void beginsWithTheLastLines(int count, String lines) {
        job("FINISHED");
        server.log(12, 1, true, stdout("one\ntw", "o\nthree\n", 14));

        var result = freshet.run("job", "log", "12", "--tail", String.valueOf(count));

        assertThat(result.out().lines()).containsExactly(lines.isEmpty() ? new String[0] : lines.split(","));
    }

    @Test
    void beginsWithTheLastLinesBehindTheGap() {
        job("FINISHED");
        server.log(12, 1, true, stdout("head\n", "one\ntwo", 1_000));

        assertThat(freshet.run("job", "log", "12", "--tail", "1").out()).isEqualTo("two");
        assertThat(freshet.run("job", "log", "12", "--tail", "9").out())
                .isEqualTo("head\n[… 988 bytes left out …]\none\ntwo");
    }

    @Test
    void followsOnFromTheLastLines() {
        job("RUNNING");
        server.log(12, 1, false, stdout("", "one\ntwo\n", 8));
        server.beforeAnswers(() -> {}, () -> finish(stdout("one\ntwo\nthree\nfour\n", "", 19)));

        assertThat(freshet.run("job", "log", "12", "--tail", "1", "--follow").out())
                .isEqualTo("two\nthree\nfour\n");
    }

    @Test
    void refusesATailOfLessThanNothing() {
        assertThat(freshet.run("job", "log", "12", "--tail", "-1").code()).isEqualTo(2);
    }

    private void finish(ContractServer.Part... parts) {
        server.finish(12);
        server.log(12, 1, true, parts);
    }

    private void job(String state) {
        server.job(12, "evdisp", state, "");
    }
}
