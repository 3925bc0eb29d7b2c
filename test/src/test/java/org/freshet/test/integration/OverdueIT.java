package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.Directive;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.server.dispatch.OverdueJobs;
import org.freshet.test.support.JobText;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.junit.jupiter.api.Test;

/** Pilots that speak and yet do not end a payload that is over its time limit. The kill grace of the local site is 5 s. */
class OverdueIT extends DispatchFixture {

    private static final JobText TEN_SECONDS = aJob().with("timelimit", 10);

    private static int sweep() {
        return server.part(OverdueJobs.class).sweep();
    }

    /** Runs the job on a pilot, as if it had begun so long ago; the pilot then speaks again. */
    private static Assignment run(ScriptedPilot pilot, int secondsAgo) {
        var given = pilot.claim();
        pilot.say(false, started(given));
        age(given.attempt().job(), secondsAgo);
        pilot.say(false);
        return given;
    }

    private static void age(JobId job, int seconds) {
        server.db()
                .sql(
                        "update attempt set started_at = started_at - make_interval(secs => :s), dispatched_at = dispatched_at - make_interval(secs => :s) where job_id = :job")
                .param("s", seconds)
                .param("job", job.value())
                .update();
    }

    @Test
    void failsAJobThatItsPilotDoesNotEndAndSaysWhomToLookAt() {
        var job = api.submit(TEN_SECONDS);
        var pilot = ScriptedPilot.register(server);
        run(pilot, 17);

        var ended = sweep();

        assertThat(ended).isEqualTo(1);
        var failed = api.job(job);
        assertThat(failed.job().state()).isEqualTo(JobState.FAILED);
        assertThat(failed.job().reason()).isEqualTo(FailureReason.TIME_LIMIT);
        assertThat(failed.job().message())
                .startsWith("pilot " + pilot.id() + " on host-")
                .contains("did not end it", "time limit of 10 s", "may still run");
        assertThat(failed.job().failures()).isEqualTo(1);
        assertThat(failed.history().getLast().actor()).isEqualTo("service overdue");
        assertThat(ServiceLogEntry.latest(server, "overdue")).satisfies(it -> {
            assertThat(it.level()).isEqualTo("WARNING");
            assertThat(it.message()).contains(job + ".1 (pilot " + pilot.id() + ")");
            assertThat(it.data().at("/jobs/total").asInt()).isEqualTo(1);
            assertThat(it.data().at("/jobs/first/0").asLong()).isEqualTo(job.value());
        });
    }

    @Test
    void leavesThePilotTheKillGraceToEndIt() {
        var job = api.submit(TEN_SECONDS);
        run(ScriptedPilot.register(server), 14);

        sweep();

        assertThat(api.job(job).job().state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void leavesASilentPilotToItsLease() {
        var job = api.submit(TEN_SECONDS);
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));
        age(job, 3600);
        server.db()
                .sql("update pilot set last_seen_at = now() - interval '1 h' where id = :pilot")
                .param("pilot", pilot.id().value())
                .update();

        sweep();

        assertThat(api.job(job).job().state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void endsAnAttemptThatNeverGotAsFarAsItsPayload() {
        var job = api.submit(TEN_SECONDS);
        var pilot = ScriptedPilot.register(server);
        pilot.claim();
        pilot.say(false);
        age(job, 17);
        pilot.say(false);

        sweep();

        assertThat(api.job(job).job().reason()).isEqualTo(FailureReason.TIME_LIMIT);
    }

    @Test
    void triesAJobWithRetriesAgainAndTellsTheOldPilotToEndIt() {
        var job = api.submit(aJob().with("timelimit", 10).with("retries", 1));
        var stuck = ScriptedPilot.register(server);
        var given = run(stuck, 17);

        sweep();
        var answer = stuck.say(false);

        assertThat(answer.directives()).singleElement().isInstanceOf(Directive.Cancel.class);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
        assertThat(stuck.report(finished(given))).isEqualTo(Outcome.SUPERSEDED);
        var next = ScriptedPilot.register(server);
        var again = next.claim();
        assertThat(again.attempt().attempt()).isEqualTo(2);
        assertThat(next.report(finished(again))).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void neverGivesOutAnExclusiveJobAgainWhosePayloadMayStillRun() {
        var job = api.submit(aJob().with("timelimit", 10).with("retries", 3).with("exclusive", true));
        run(ScriptedPilot.register(server), 17);

        sweep();

        assertThat(api.job(job).job().state()).isEqualTo(JobState.FAILED);
        assertThat(queued(job)).isFalse();
    }

    @Test
    void doesNotLetAnExclusivePayloadBeginThatWasGivenUpBeforeItsStart() {
        var job = api.submit(aJob().with("timelimit", 10).with("exclusive", true));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        pilot.say(false);
        age(job, 17);
        pilot.say(false);
        sweep();

        var outcome = pilot.report(started(given));

        assertThat(outcome).isEqualTo(Outcome.SUPERSEDED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void refusesTheLateReportOfAnAttemptThatItEnded() {
        var job = api.submit(TEN_SECONDS);
        var pilot = ScriptedPilot.register(server);
        var given = run(pilot, 17);
        sweep();

        var heartbeat = pilot.say(false);
        var outcome = pilot.report(finished(given));

        assertThat(heartbeat.directives()).singleElement().isInstanceOf(Directive.Cancel.class);
        assertThat(outcome).isEqualTo(Outcome.SUPERSEDED);
        assertThat(api.job(job).job().reason()).isEqualTo(FailureReason.TIME_LIMIT);
        assertThat(api.job(job).attempts()).singleElement().extracting("result").isEqualTo("FAILED");
    }

    @Test
    void countsTheEndThatThePilotReportsItselfOnce() {
        var job = api.submit(aJob().with("timelimit", 10).with("retries", 1));
        var pilot = ScriptedPilot.register(server);
        var given = run(pilot, 17);
        sweep();

        var outcome = pilot.report(
                new Report.Ended(given.attempt(), FailureReason.TIME_LIMIT, null, 9, "killed", 20L, 5, List.of()));

        assertThat(outcome).isEqualTo(Outcome.DUPLICATE);
        assertThat(api.job(job).job().failures()).isEqualTo(1);
    }

    @Test
    void tellsThePilotToEndAJobThatWasCancelledAndRetriedMeanwhile() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));
        api.change(job, "cancel");
        api.change(job, "retry");

        var heartbeat = pilot.say(false);

        assertThat(heartbeat.directives()).singleElement().satisfies(it -> {
            assertThat(it).isInstanceOf(Directive.Cancel.class);
            assertThat(it.why()).contains("CANCELLED");
        });
    }
}
