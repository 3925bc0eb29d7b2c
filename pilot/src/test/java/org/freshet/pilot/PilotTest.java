package org.freshet.pilot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;
import static org.freshet.pilot.fixtures.ScriptedServer.aSite;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.freshet.pilot.talk.Reply;
import org.freshet.pilot.talk.Timing;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.protocol.SiteParameters;
import org.junit.jupiter.api.Test;

/** What the pilot says to a server that answers. */
class PilotTest extends FlyingPilot {

    private static final AttemptId TWELVE = new AttemptId(new JobId(12), 1);

    @Test
    void asksForAJobAsSoonAsItIsRegistered() {
        start();

        await().until(() -> !server.exchanges().isEmpty());

        var first = server.exchanges().getFirst();
        assertThat(first.seq()).isEqualTo(1);
        assertThat(first.holds()).isNull();
        assertThat(first.reports()).isEmpty();
        assertThat(first.want()).isNotNull().satisfies(offer -> {
            assertThat(offer.tags()).containsExactly("fast");
            assertThat(offer.remainingSeconds()).isBetween(3590L, 3600L);
        });
    }

    @Test
    void reportsTheEndOfAShortJobTogetherWithTheWishForTheNext() {
        server.offer(aJob("/bin/echo hello").id(12, 1).build());
        server.offer(aJob("/bin/false").id(13, 2).build());
        start();

        await().until(() -> server.endedAttempts().size() == 2);

        var exchanges = server.exchanges().subList(0, 3);
        assertThat(exchanges).extracting(Exchange::seq).containsExactly(1L, 2L, 3L);
        assertThat(exchanges).allSatisfy(it -> assertThat(it.want()).isNotNull());
        assertThat(exchanges).allSatisfy(it -> assertThat(it.holds()).isNull());
        assertThat(exchanges.get(1).reports()).singleElement().isInstanceOfSatisfying(Report.Ended.class, it -> {
            assertThat(it.attempt()).isEqualTo(TWELVE);
            assertThat(it.reason()).isNull();
            assertThat(it.exitCode()).isZero();
            assertThat(it.startedAgoMs()).isNotNull().isGreaterThanOrEqualTo(it.endedAgoMs());
            assertThat(it.logs()).extracting(log -> new String(log.head())).containsExactly("hello\n");
        });
        assertThat(exchanges.get(2).reports()).singleElement().isInstanceOfSatisfying(Report.Ended.class, it -> {
            assertThat(it.attempt()).isEqualTo(new AttemptId(new JobId(13), 2));
            assertThat(it.reason()).isEqualTo(FailureReason.EXIT_CODE);
        });
    }

    @Test
    void reportsTheStartOfALongerJobAndThenItsProgress() {
        server.offer(aShellJob("echo one; sleep 1.5; echo two; sleep 60").build());
        start();

        await().until(() -> server.reports(Report.Progress.class).stream()
                .anyMatch(it -> it.logs().stream().anyMatch(log -> new String(log.tail()).endsWith("two\n"))));

        var started = exchangeWith(Report.Started.class);
        assertThat(started.holds()).isEqualTo(TWELVE);
        assertThat(started.want()).isNull();
        var heartbeats = server.exchanges().stream().skip(2).toList();
        assertThat(heartbeats).allSatisfy(it -> {
            assertThat(it.holds()).isEqualTo(TWELVE);
            assertThat(it.want()).isNull();
            assertThat(it.reports()).hasOnlyElementsOfType(Report.Progress.class);
        });
        assertThat(heartbeats).hasSizeBetween(1, 5);
    }

    @Test
    void saysHowItsMachineDoesButNotWithEachMessage() {
        server.offer(aShellJob("true").build());
        server.offer(aShellJob("true").id(13, 1).build());
        start();

        await().until(() -> server.reports(Report.Ended.class).size() == 2);

        assertThat(server.exchanges().getFirst().machine()).isNotNull().satisfies(it -> {
            assertThat(it.processors()).isPositive();
            assertThat(it.load()).isNotNull().isNotNegative();
            assertThat(it.memoryMb()).isPositive();
            assertThat(it.freeMemoryMb()).isNotNegative().isLessThanOrEqualTo(it.memoryMb());
            assertThat(it.freeDiskMb()).isNotNegative();
        });
        assertThat(server.exchanges().get(1).machine()).isNull();
    }

    @Test
    void saysWhatAPayloadUsed() {
        server.offer(aShellJob("n=0; while [ $n -lt 100000 ]; do n=$((n+1)); done; sleep 1.2")
                .build());
        start();

        await().until(() -> !server.reports(Report.Ended.class).isEmpty());

        assertThat(server.reports(Report.Ended.class).getFirst().usage())
                .isNotNull()
                .satisfies(it -> {
                    assertThat(it.cpuMs()).isBetween(1L, 60_000L);
                    assertThat(it.memoryMb()).isBetween(1, 1000);
                });
    }

    @Test
    void sendsNewOutputAtOnceWhileItIsFollowed() {
        site(withHeartbeats(60));
        server.direct(new Directive.Follow(TWELVE, "somebody watches its output"));
        server.offer(aShellJob("for n in 1 2 3; do echo $n; sleep 0.4; done; sleep 60")
                .build());
        start();

        await().until(() -> printed().endsWith("3\n"));

        assertThat(printed()).isEqualTo("1\n2\n3\n");
        assertThat(server.exchanges()).hasSizeBetween(4, 5);
    }

    @Test
    void saysNothingMoreBetweenHeartbeatsWhenNobodyFollowsAnyLonger() {
        site(withHeartbeats(60));
        server.direct(new Directive.Follow(new AttemptId(new JobId(12), 7), "somebody watches another attempt"));
        server.offer(aShellJob("echo 1; sleep 0.4; echo 2; sleep 1; echo 3").build());
        start();

        awaitEnd();

        assertThat(printed()).isEqualTo("1\n");
    }

    @Test
    void sendsAtMostTheNewestBytesOfALongOutputWhileItIsFollowed() {
        site(withHeartbeats(60));
        server.direct(new Directive.Follow(TWELVE, "somebody watches its output"));
        server.offer(aShellJob("head -c 100000 /dev/zero; sleep 0.3; head -c 50000 /dev/zero >&2; printf end; sleep 60")
                .build());
        start();

        await().until(() -> printed().endsWith("end"));

        assertThat(server.reports(Report.Progress.class))
                .flatMap(Report.Progress::logs)
                .allSatisfy(it -> assertThat(it.tail()).hasSizeLessThanOrEqualTo(24 * 1024))
                .anySatisfy(it -> assertThat(it.totalBytes()).isEqualTo(50_000));
    }

    /** What was sent of stdout while the payload ran. */
    private String printed() {
        return server.reports(Report.Progress.class).stream()
                .flatMap(it -> it.logs().stream())
                .filter(it -> it.stream() == LogPart.Stream.STDOUT)
                .map(it -> new String(it.tail(), UTF_8))
                .collect(joining());
    }

    private static SiteParameters withHeartbeats(int seconds) {
        return new SiteParameters("test", aSite().env(), seconds, 30, 2, 3600, 0, 0, 0, 1, null);
    }

    @Test
    void pausesBeforeItAsksAgainAServerThatDoesNotPark() throws Exception {
        timing = new Timing(
                Duration.ofMillis(400),
                Duration.ofMillis(400),
                timing.firstContact(),
                timing.silence(),
                timing.uploads(),
                timing.startWait(),
                timing.farewell(),
                timing.cutOff(),
                timing.followed(),
                timing.unfollowed());
        site(new SiteParameters("test", aSite().env(), 1, 0, 0, 3600, 1, 0, 0, 1, null));
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);

        assertThat(server.exchanges()).hasSizeBetween(3, 5);
    }

    @Test
    void startsAnExclusiveJobOnlyAfterItsStartWasAcknowledged() {
        server.judge(report -> report instanceof Report.Started ? Outcome.SUPERSEDED : Outcome.APPLIED);
        server.offer(
                aShellJob("touch " + temp.resolve("ran")).exclusive().id(11, 1).build());
        server.offer(aShellJob("touch " + temp.resolve("ran-as-well")).id(12, 1).build());
        start();

        await().until(() -> !server.endedAttempts().isEmpty());

        assertThat(server.endedAttempts()).containsExactly(TWELVE);
        assertThat(temp.resolve("ran-as-well")).exists();
        assertThat(temp.resolve("ran")).doesNotExist();
    }

    @Test
    void runsAnExclusiveJobWhoseStartWasAcknowledged() {
        server.offer(aJob("/bin/true").exclusive().build());
        start();

        var end = awaitEnd();

        assertThat(end.reason()).isNull();
        assertThat(exchangeWith(Report.Started.class).seq())
                .isLessThan(exchangeWith(Report.Ended.class).seq());
    }

    @Test
    void endsThePayloadOfASupersededAttemptAndStillReportsItsEnd() {
        server.judge(report -> report instanceof Report.Started ? Outcome.SUPERSEDED : Outcome.APPLIED);
        server.offer(aShellJob("echo here; exec sleep 60").build());
        start();

        var end = awaitEnd();

        assertThat(end.signal()).isEqualTo(15);
        assertThat(end.message()).contains("as the test says");
        assertThat(end.logs()).extracting(log -> new String(log.head())).containsExactly("here\n");
    }

    @Test
    void endsThePayloadOfACancelledJobAndAsksForTheNext() {
        server.offer(aJob("sleep 60").build());
        start();
        awaitStarted();

        server.direct(new Directive.Cancel(TWELVE, "cancelled by ann"));

        assertThat(awaitEnd().message()).contains("cancelled by ann");
        assertThat(exchangeWith(Report.Ended.class).want()).isNotNull();
    }

    @Test
    void ignoresADirectiveAboutAnotherAttempt() {
        server.offer(aShellJob("sleep 1.5").id(12, 2).build());
        server.direct(new Directive.Cancel(TWELVE, "cancelled by ann"));
        start();

        assertThat(awaitEnd().reason()).isNull();
    }

    @Test
    void leavesAfterItsPayloadWhenItIsDrained() throws Exception {
        server.offer(aShellJob("sleep 1.3").build());
        server.offer(aJob("/bin/true").id(13, 1).build());
        start();
        awaitStarted();

        server.direct(new Directive.Drain("the site is paused"));

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(server.endedAttempts()).containsExactly(TWELVE);
        assertThat(server.reports(Report.Ended.class).getFirst().reason()).isNull();
        assertThat(lastExchange().leaving()).isEqualTo("the site is paused");
        assertThat(lastExchange().want()).isNull();
    }

    @Test
    void givesItsJobBackWhenItIsStopped() throws Exception {
        server.offer(aJob("sleep 60").build());
        start();
        awaitStarted();

        server.direct(new Directive.Stop("killed by ann"));

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(lastExchange().leaving()).isEqualTo("killed by ann");
        assertThat(lastExchange().holds()).isNull();
        assertThat(lastExchange().reports()).contains(new Report.GivenBack(TWELVE, "killed by ann"));
        assertThat(server.endedAttempts()).isEmpty();
    }

    @Test
    void givesBackAJobThatArrivesTogetherWithTheOrderToStop() throws Exception {
        server.offer(aShellJob("touch " + temp.resolve("ran")).build());
        server.direct(new Directive.Stop("killed by ann"));
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(lastExchange().reports()).containsExactly(new Report.GivenBack(TWELVE, "killed by ann"));
        assertThat(temp.resolve("ran")).doesNotExist();
    }

    @Test
    void leavesWithItsLastReportWhenItHasRunItsNumberOfJobs() throws Exception {
        site(new SiteParameters("test", aSite().env(), 1, 30, 2, 3600, 0, 2, 0, 1, null));
        server.offer(aJob("/bin/true").build());
        server.offer(aJob("/bin/true").id(13, 1).build());
        server.offer(aJob("/bin/true").id(14, 1).build());
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(server.exchanges()).hasSize(3);
        assertThat(lastExchange().leaving()).contains("2 jobs");
        assertThat(lastExchange().reports()).hasSize(1);
    }

    @Test
    void leavesWhenThereWasNoJobForTooLong() throws Exception {
        site(new SiteParameters("test", aSite().env(), 1, 30, 2, 3600, 1, 0, 0, 1, null));
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(lastExchange().leaving()).contains("no job");
        assertThat(lastExchange().seq()).isEqualTo(2);
    }

    @Test
    void leavesWhenItsLifetimeIsOver() throws Exception {
        site(new SiteParameters("test", aSite().env(), 1, 30, 2, 1, 0, 0, 0, 1, null));
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(lastExchange().leaving()).contains("lifetime");
    }

    @Test
    void uploadsLongLogsBeforeItReportsTheEnd() {
        server.offer(
                aShellJob("head -c 40000 /dev/zero; head -c 5 /dev/zero >&2").build());
        start();

        var end = awaitEnd();

        assertThat(end.logs()).isEmpty();
        assertThat(server.uploads()).extracting(LogPart::totalBytes).containsExactly(40_000L, 5L);
    }

    @Test
    void reportsTheEndWithoutLogsThatWereRefused() {
        server.answerNextUploadWith(new Reply.Refused<>(404, "no such attempt"));
        server.offer(aShellJob("head -c 40000 /dev/zero").build());
        start();

        assertThat(awaitEnd().reason()).isNull();
        assertThat(log.toString()).contains("job=12.1 The server refused the upload of STDOUT", "no such attempt");
    }

    @Test
    void removesTheJobsDirectoryOnceItsEndIsAcknowledged() {
        server.offer(aShellJob("exit 3").build());
        server.offer(aShellJob("echo x > output/x").id(13, 1).build());
        start();

        await().until(() -> server.endedAttempts().size() == 2);

        await().untilAsserted(() -> assertThat(temp.resolve("12.1")).doesNotExist());
        assertThat(temp.resolve("13.1/output/x")).exists();
    }

    @Test
    void writesOneLinePerEventWithPilotAndJob() throws Exception {
        server.offer(aJob("/bin/false").build());
        start();

        awaitEnd();
        terminate();
        exitCode();

        assertThat(log.toString().lines())
                .allMatch(it -> it.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z pilot=(1|-)( job=12.1)? [A-Z].*"));
        assertThat(log.toString())
                .contains("pilot=1 job=12.1 The payload ended with exit code 1.")
                .doesNotContain("secret", "token");
    }

    @Test
    void goesAtOnceWhenItIsToldToByASignalWhileIdle() throws Exception {
        start();
        await().until(() -> !server.exchanges().isEmpty());

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(server.exchanges()).hasSize(2);
        assertThat(lastExchange().leaving()).isNotBlank();
    }

    @Test
    void saysAgainInItsLastMessageWhatWasNotAcknowledged() throws Exception {
        server.offer(aJob("/bin/true").build());
        start();
        awaitEnd();

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(lastExchange().leaving()).isNotBlank();
        assertThat(lastExchange().reports()).singleElement().isInstanceOf(Report.Ended.class);
        assertThat(lastExchange().seq()).isEqualTo(3);
    }

    @Test
    void givesItsJobBackAfterTheGraceWhenItIsToldToGo() throws Exception {
        site(new SiteParameters("test", aSite().env(), 1, 30, 2, 3600, 0, 0, 1, 1, null));
        server.offer(aJob("sleep 60").build());
        start();
        awaitStarted();
        long before = System.nanoTime();

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(950), Duration.ofSeconds(3));
        assertThat(lastExchange().reports()).anyMatch(Report.GivenBack.class::isInstance);
        assertThat(server.endedAttempts()).isEmpty();
    }

    @Test
    void letsAPayloadEndWithinTheGrace() throws Exception {
        site(new SiteParameters("test", aSite().env(), 1, 30, 2, 3600, 0, 0, 10, 1, null));
        server.offer(aShellJob("sleep 1").build());
        server.offer(aJob("/bin/true").id(13, 1).build());
        start();
        awaitStarted();

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(server.endedAttempts()).containsExactly(TWELVE);
        assertThat(lastExchange().reports()).noneMatch(Report.GivenBack.class::isInstance);
    }

    @Test
    void leavesNoPayloadOrDirectoryBehindWhenItGoes() throws Exception {
        server.offer(aShellJob("sleep 60.9917 & sleep 60.9917").build());
        start();
        awaitStarted();

        terminate();
        exitCode();

        assertThat(ProcessHandle.allProcesses())
                .noneMatch(it -> it.info().commandLine().orElse("").contains("60.9917"));
        try (var files = Files.list(temp)) {
            assertThat(files.toList()).isEqualTo(List.of());
        }
    }

    @Test
    void givesItsJobBackAndLeavesWhenItsWorkDirectoryCannotBeUsedAnyMore() throws Exception {
        var broken = Files.createFile(temp.resolve("work"));
        server.offer(aJob("/bin/true").build());
        server.offer(aJob("/bin/true").id(13, 1).build());

        start(broken);

        assertThat(exitCode()).isEqualTo(ExitCode.WORK_DIRECTORY);
        assertThat(server.endedAttempts()).isEmpty();
        assertThat(server.reports(Report.GivenBack.class))
                .singleElement()
                .satisfies(it -> assertThat(it.why()).contains("12.1 could not be made", "Next step: "));
        assertThat(lastExchange().leaving()).contains("12.1 could not be made");
    }
}
