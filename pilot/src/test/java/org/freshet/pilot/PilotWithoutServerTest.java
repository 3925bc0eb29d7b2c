package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;
import static org.freshet.pilot.fixtures.ScriptedServer.ADDRESS;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.freshet.pilot.talk.Reply;
import org.freshet.pilot.talk.Timing;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Registration;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.protocol.SiteParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pilot does when servers are silent, forget it or refuse it. */
class PilotWithoutServerTest extends FlyingPilot {

    private static final AttemptId TWELVE = new AttemptId(new JobId(12), 1);

    @Test
    void saysTheSameExchangeAgainUntilItIsAnswered() {
        server.offer(aJob("/bin/true").build());
        start();
        await().until(() -> !server.endedAttempts().isEmpty());
        server.loseAnswers(3);

        server.offer(aJob("/bin/true").id(13, 1).build());

        await().until(() -> server.endedAttempts().contains(new AttemptId(new JobId(13), 1)));
        var repeated = server.exchanges().stream().filter(it -> it.seq() == 2).toList();
        assertThat(repeated).hasSize(4);
        assertThat(repeated)
                .extracting(Exchange::want)
                .containsOnly(repeated.getFirst().want());
        assertThat(repeated)
                .allSatisfy(it -> assertThat(it.reports())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Report.Ended.class,
                                end -> assertThat(end.attempt()).isEqualTo(TWELVE)));
        var ages = repeated.stream()
                .map(it -> ((Report.Ended) it.reports().getFirst()).endedAgoMs())
                .toList();
        assertThat(ages).isSorted();
        assertThat(ages.getLast()).isGreaterThan(ages.getFirst());
    }

    @Test
    void runsAJobWhoseAssignmentWasLostOnTheWayOnce() {
        server.loseAnswers(2);
        server.offer(aShellJob("echo x >> " + temp.resolve("runs")).build());
        start();

        awaitEnd();

        assertThat(temp.resolve("runs")).hasContent("x");
        assertThat(server.exchanges().subList(0, 3)).extracting(Exchange::seq).containsExactly(1L, 1L, 1L);
    }

    @Test
    void doesNotDisturbThePayloadWhenTheServerGoesAwayAndReportsItsEndAfterwards() {
        server.offer(aShellJob("sleep 1; echo done").build());
        start();
        awaitStarted();

        server.goAway(true);
        await().until(() -> log.toString().contains("job=12.1 The payload ended with exit code 0."));
        int calls = server.called().size();
        await().until(() -> server.called().size() > calls + 5);
        assertThat(server.endedAttempts()).isEmpty();
        server.goAway(false);

        var end = awaitEnd();
        assertThat(end.reason()).isNull();
        assertThat(end.endedAgoMs()).isPositive();
        assertThat(end.logs()).extracting(part -> new String(part.head())).containsExactly("done\n");
    }

    @Test
    void uploadsLongLogsWhenTheServerIsBack() {
        server.offer(aShellJob("sleep 0.5; head -c 40000 /dev/zero").build());
        start();
        awaitStarted();

        server.goAway(true);
        await().until(() -> log.toString().contains("No answer to the upload of STDOUT of 12.1"));
        server.goAway(false);

        assertThat(awaitEnd().logs()).isEmpty();
        assertThat(server.uploads()).hasSize(1);
    }

    @Test
    void turnsToTheNextServer() {
        var dead = URI.create("http://dead.invalid");
        addresses = List.of(dead, URI.create("http://alive.invalid/"));
        server.kill(dead);
        server.kill(ADDRESS);
        start();

        await().until(() -> !server.exchanges().isEmpty());

        assertThat(server.called().subList(0, 3))
                .containsExactly(dead, URI.create("http://alive.invalid"), URI.create("http://alive.invalid"));
    }

    @Test
    void registersAnewUnderTheSameNonceWhenItsNumberIsGoneAndKeepsItsPayload() {
        server.offer(aShellJob("sleep 1.5").build());
        start();
        awaitStarted();

        server.answerNextExchangeWith(new Reply.Refused<>(410, "pilot 1 is gone"));

        assertThat(awaitEnd().reason()).isNull();
        assertThat(server.registrations())
                .hasSize(2)
                .extracting(Registration::nonce)
                .containsOnly("nonce-of-this-test");
        assertThat(log.toString()).contains("pilot=2 job=12.1 The payload ended with exit code 0.");
    }

    @Test
    void renewsItsTokenOnceWhenItIsRefused() throws Exception {
        server.answerNextExchangeWith(new Reply.Refused<>(401, "wrong token"));
        start();

        await().until(() ->
                server.registrations().size() == 2 && server.exchanges().size() == 2);

        assertThat(server.exchanges()).extracting(Exchange::seq).containsOnly(1L);
    }

    @Test
    void endsItsPayloadAndGoesWhenItsNewTokenIsRefusedToo() throws Exception {
        server.offer(aJob("sleep 60.8817").build());
        start();
        awaitStarted();

        server.answerNextExchangeWith(new Reply.Refused<>(401, "wrong token"));
        server.answerNextExchangeWith(new Reply.Refused<>(401, "wrong token"));

        assertThat(exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(it -> it.info().commandLine().orElse("").contains("60.8817"));
    }

    @Test
    void goesWhenItIsNotLetInAgain() throws Exception {
        server.answerNextExchangeWith(new Reply.Refused<>(410, "pilot 1 is gone"));
        server.answerNextRegistrationWith(new Reply.Answered<>(new org.freshet.protocol.Registered(
                new org.freshet.protocol.PilotId(1),
                "token",
                org.freshet.pilot.fixtures.ScriptedServer.aSite(),
                List.of(ADDRESS),
                1)));
        server.answerNextRegistrationWith(new Reply.Refused<>(401, "the secret was changed"));
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.SERVER_STATE);
        assertThat(log.toString()).contains("the secret was changed");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void goesWhenItsRegistrationIsRefused(int status) throws Exception {
        server.answerNextRegistrationWith(new Reply.Refused<>(status, "wrong secret for site test"));
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(log.toString()).contains("wrong secret for site test");
        assertThat(server.registrations()).hasSize(1);
    }

    @Test
    void goesWhenSomethingElseAnswers() throws Exception {
        server.answerNextRegistrationWith(new Reply.Unreadable<>("<html>"));
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.BAD_ANSWER);
    }

    @Test
    void givesUpWhenNoServerLetsItInWithinTheStartUpTime() throws Exception {
        timing = with(Duration.ofMillis(300), Duration.ofSeconds(20));
        server.goAway(true);
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.NO_SERVER);
        assertThat(server.called().size()).isGreaterThan(4);
    }

    @Test
    void stopsAfterALongSilenceWithoutAPayload() throws Exception {
        timing = with(Duration.ofSeconds(20), Duration.ofMillis(1500));
        start();
        await().until(() -> !server.exchanges().isEmpty());

        server.goAway(true);

        assertThat(exitCode()).isEqualTo(ExitCode.NO_SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 1", "sleep 1; head -c 40000 /dev/zero"})
    void keepsAResultThroughASilenceThatWouldEndItWithoutOne(String payload) {
        timing = with(Duration.ofSeconds(20), Duration.ofMillis(1000));
        server.offer(aShellJob(payload).build());
        start();
        awaitStarted();

        server.goAway(true);
        await().until(() -> log.toString().contains("job=12.1 The payload ended with exit code 0."));
        await().during(Duration.ofMillis(2500)).until(() -> !left.isDone());
        server.goAway(false);

        assertThat(awaitEnd().reason()).isNull();
    }

    @Test
    void saysWhatNoServerKnowsWhenItsLifetimeEndsInSilence() throws Exception {
        timing = with(Duration.ofSeconds(20), Duration.ofMillis(1000));
        site(new SiteParameters("test", Map.of(), 1, 30, 2, 4, 0, 0, 0, 1, null));
        server.offer(aShellJob("sleep 1").build());
        start();
        awaitStarted();

        server.goAway(true);

        assertThat(exitCode()).isEqualTo(ExitCode.NO_SERVER);
        assertThat(log.toString()).contains("No server knows how these ended: 12.1.");
    }

    @Test
    void reportsTheEndWithoutLogsThatCannotBeUploaded() {
        server.refuseUploads(new Reply.Away<>("status 503: The disk of the database is full"));
        server.offer(aShellJob("head -c 40000 /dev/zero").build());
        start();

        var end = awaitEnd();

        assertThat(end.reason()).isNull();
        assertThat(end.logs()).isEmpty();
        assertThat(log.toString()).contains("Gave up the upload of STDOUT of 12.1");
    }

    @Test
    void keepsLogsThroughAnOutageThatBeginsBeforeTheEnd() {
        server.offer(aShellJob("sleep 1; head -c 40000 /dev/zero").build());
        start();
        awaitStarted();

        server.goAway(true);
        await().until(() -> log.toString().contains("No answer to the upload of STDOUT of 12.1"));
        await().pollDelay(timing.uploads().multipliedBy(3)).until(() -> true);
        server.goAway(false);

        awaitEnd();
        assertThat(server.uploads()).hasSize(1);
        assertThat(log.toString()).doesNotContain("Gave up");
    }

    @Test
    void saysHowItsPayloadEndedWithoutItsLongLogWhenItHasLittleTimeLeft() throws Exception {
        site(new SiteParameters("test", Map.of(), 1, 30, 2, 3600, 0, 0, 5, 1, null));
        server.refuseUploads(new Reply.Away<>("status 503: away"));
        server.offer(aShellJob("sleep 1; head -c 40000 /dev/zero").build());
        start();
        awaitStarted();

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(server.endedAttempts()).contains(TWELVE);
    }

    @Test
    void isFreeForTheNextJobAtOnceWhenAJobIsCancelledWhoseLogsAreStillOnTheirWay() {
        timing = withUploads(Duration.ofMinutes(5));
        server.refuseUploads(new Reply.Away<>("status 503: away"));
        server.offer(aShellJob("head -c 40000 /dev/zero").build());
        start();
        await().until(() -> log.toString().contains("No answer to the upload of STDOUT of 12.1"));

        server.direct(new Directive.Cancel(TWELVE, "mara cancelled it"));

        assertThat(awaitEnd().attempt()).isEqualTo(TWELVE);
        server.direct();
        server.offer(aJob("/bin/true").id(13, 1).build());
        await().until(() -> server.endedAttempts().contains(new AttemptId(new JobId(13), 1)));
    }

    @Test
    void saysHowItsPayloadEndedWhenItHasToGoWhileTheLogsAreStillOnTheirWay() throws Exception {
        timing = withUploads(Duration.ofMinutes(5));
        server.refuseUploads(new Reply.Away<>("status 503: away"));
        server.offer(aShellJob("head -c 40000 /dev/zero").build());
        start();
        await().until(() -> log.toString().contains("No answer to the upload of STDOUT of 12.1"));

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(server.endedAttempts()).contains(TWELVE);
    }

    @Test
    void goesInTimeWhenItIsToldToWhileTheServerIsAway() throws Exception {
        server.offer(aJob("sleep 60").build());
        start();
        awaitStarted();
        server.goAway(true);
        await().until(() -> log.toString().contains("No answer"));
        long before = System.nanoTime();

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void goesAtOnceWhenItIsToldToBeforeItIsRegistered() throws Exception {
        server.goAway(true);
        start();
        await().until(() -> !server.called().isEmpty());

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(server.exchanges()).isEmpty();
    }

    @Test
    void keepsAnExclusiveJobWaitingWhileTheServerIsAway() {
        server.offer(aShellJob("touch " + temp.resolve("ran")).exclusive().build());
        server.judge(report -> {
            assertThat(temp.resolve("ran")).doesNotExist();
            return Outcome.APPLIED;
        });
        server.answerNextExchangeWith(new Reply.Away<>("away"));
        start();
        await().until(() -> server.exchanges().size() > 1);

        await().until(() -> !server.reports(Report.Started.class).isEmpty());
        server.judge(_ -> Outcome.APPLIED);

        awaitEnd();
        assertThat(temp.resolve("ran")).exists();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 500", "1, 1, 1000", "2, 1, 2000", "5, 0, 500", "5, 1, 10000", "100, 1, 10000"})
    void pausesLongerAndLongerButNeverTooLong(int round, double chance, long millis) {
        assertThat(Timing.standard().pause(round, chance)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"10, 25", "1, 25", "20, 50"})
    void leavesAnExclusivePayloadTwoAndAHalfHeartbeatsAndAtLeastItsOwnPatience(int heartbeat, int seconds) {
        assertThat(Timing.standard().cutOff(Duration.ofSeconds(heartbeat))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void losesAnExclusivePayloadToItsGuardianAndReportsThatWhenAServerIsBack() {
        server.offer(aShellJob("trap 'exit 0' TERM; while :; do sleep 0.1; done")
                .exclusive()
                .build());
        start();
        awaitStarted();

        server.goAway(true);
        await().until(() -> log.toString().contains("ended by its guardian"));
        server.goAway(false);

        var end = awaitEnd();
        assertThat(end.reason()).isEqualTo(FailureReason.SIGNAL);
        assertThat(end.message()).contains("ended by its guardian");
    }

    @Test
    void letsAnExclusivePayloadRunWhileAServerAnswers() {
        server.offer(aShellJob("sleep 6").exclusive().build());
        start();

        var end = awaitEnd();

        assertThat(end.reason()).isNull();
        assertThat(end.startedAgoMs() - end.endedAgoMs()).isGreaterThan(5900);
    }

    @Test
    void givesAnExclusiveJobBackWhoseStartWasAcknowledgedTooLongAgo() {
        var slow = new CountDownLatch(1);
        server.judge(report -> {
            if (report instanceof Report.Started) {
                pause(slow);
            }
            return Outcome.APPLIED;
        });
        server.offer(aShellJob("touch " + temp.resolve("ran")).exclusive().build());
        start();

        await().until(() -> !server.reports(Report.GivenBack.class).isEmpty());

        assertThat(temp.resolve("ran")).doesNotExist();
    }

    /** Longer than an exclusive payload may go on after an answer. */
    private static void pause(CountDownLatch never) {
        try {
            assertThat(never.await(3, TimeUnit.SECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Timing with(Duration firstContact, Duration silence) {
        return with(firstContact, silence, timing.uploads());
    }

    private Timing withUploads(Duration uploads) {
        return with(timing.firstContact(), timing.silence(), uploads);
    }

    private Timing with(Duration firstContact, Duration silence, Duration uploads) {
        return new Timing(
                timing.shortestPause(),
                timing.longestPause(),
                firstContact,
                silence,
                uploads,
                timing.startWait(),
                timing.farewell(),
                timing.cutOff(),
                timing.followed(),
                timing.unfollowed());
    }

    @Test
    void keepsTheResultsOfAJobThatEndedBeforeItsStartWasAcknowledged() {
        server.judge(report -> {
            if (report instanceof Report.Started) {
                server.loseAnswers(40);
            }
            return Outcome.APPLIED;
        });
        server.offer(aShellJob("sleep 0.4; echo x > output/x").build());
        server.offer(aJob("/bin/true").id(13, 1).build());
        start();

        await().until(() -> server.endedAttempts().contains(new AttemptId(new JobId(13), 1)));

        assertThat(temp.resolve("12.1/output/x")).exists();
    }

    @Test
    void goesInTimeThoughItsLogsCannotBeUploaded() throws Exception {
        server.offer(aShellJob("sleep 0.5; head -c 40000 /dev/zero").build());
        start();
        awaitStarted();
        server.goAway(true);
        await().until(() -> log.toString().contains("No answer to the upload"));
        long before = System.nanoTime();

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }
}
