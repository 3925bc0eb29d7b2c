package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.givenBack;
import static org.freshet.test.support.ScriptedPilot.started;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.freshet.protocol.Directive;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.server.dispatch.StartDeadline;
import org.freshet.server.pilot.LostPilots;
import org.freshet.server.pilot.PilotOrders;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/** Pilots that fall silent, leave, forget or come back, and what becomes of their jobs. */
class LossIT extends DispatchFixture {

    @Test
    void putsAJobBackThatItsPilotDoesNotConfirm() {
        var job = api.submit(aJob());
        var silent = ScriptedPilot.register(server);
        silent.claim();
        server.db()
                .sql("update attempt set dispatched_at = now() - interval '11 s' where live")
                .update();

        var putBack = server.part(StartDeadline.class).sweep();

        assertThat(putBack).isEqualTo(1);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
        assertThat(api.job(job).attempts()).singleElement().extracting("result").isEqualTo("NEVER_CONFIRMED");
        assertThat(ScriptedPilot.register(server).claim().attempt().attempt()).isEqualTo(2);
    }

    /** A claim is dispatched later than a sweep's transaction began that sees it. */
    @Test
    void leavesAJobThatWasClaimedWhileTheSweepLooked() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);

        var putBack = server.part(TransactionTemplate.class).execute(status -> {
            server.db().sql("select now()").query(OffsetDateTime.class).single();
            pilot.claim();
            return server.part(StartDeadline.class).sweep();
        });

        assertThat(putBack).isZero();
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
    }

    @Test
    void countsNoSilenceFromATimeInWhichTheDatabaseTookNothingDown() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.claim();
        server.part(LostPilots.class).sweep();
        server.db()
                .sql("update pilot set lease_until = now() - interval '1 s' where id = :pilot")
                .param("pilot", pilot.id().value())
                .update();

        var refused = withAFullDisk(() -> pilot.post(pilot.next(false)));
        var lost = server.part(LostPilots.class).sweep();
        var putBack = server.part(StartDeadline.class).sweep();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(lost + putBack).isZero();
        assertThat(stateOf(pilot)).isEqualTo(PilotState.BUSY);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
    }

    @Test
    void beginsAnewAfterASweepThatFailed() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.claim();
        server.part(LostPilots.class).sweep();
        server.db()
                .sql("update pilot set lease_until = now() - interval '1 s' where id = :pilot")
                .param("pilot", pilot.id().value())
                .update();

        withAFullDisk(() -> {
            assertThatThrownBy(server.part(LostPilots.class)::sweep).isInstanceOf(DataAccessException.class);
            assertThatThrownBy(server.part(StartDeadline.class)::sweep).isInstanceOf(DataAccessException.class);
            return true;
        });
        var lost = server.part(LostPilots.class).sweep();
        var putBack = server.part(StartDeadline.class).sweep();

        assertThat(lost + putBack).isZero();
        assertThat(stateOf(pilot)).isEqualTo(PilotState.BUSY);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
        assertThat(server.part(StartDeadline.class).sweep()).isEqualTo(1);
    }

    /** Nothing of pilots and attempts can be changed meanwhile. */
    private static <T> T withAFullDisk(Supplier<T> doing) {
        server.db().sql("""
                        create function full_disk() returns trigger language plpgsql
                        as 'begin raise exception using errcode = ''53100'', message = ''no space left''; end'
                        """).update();
        for (var table : List.of("pilot", "attempt")) {
            server.db()
                    .sql("create trigger full_disk before update on " + table + " execute function full_disk()")
                    .update();
        }
        try {
            return doing.get();
        } finally {
            server.db().sql("drop function full_disk cascade").update();
        }
    }

    @Test
    void doesNotPutAJobBackThatItsPilotHolds() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.claim();
        pilot.say(false);
        server.db()
                .sql("update attempt set dispatched_at = now() - interval '11 s' where live")
                .update();

        server.part(StartDeadline.class).sweep();

        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
    }

    @Test
    void returnsTheJobOfALostPilotToTheQueue() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));

        lose(pilot);

        var lost = api.job(job);
        assertThat(lost.job().state()).isEqualTo(JobState.DEFINED);
        assertThat(lost.job().losses()).isEqualTo(1);
        assertThat(lost.attempts()).singleElement().extracting("result").isEqualTo("PILOT_LOST");
        assertThat(stateOf(pilot)).isEqualTo(PilotState.LOST);
    }

    @Test
    void takesAJobOutOfTheQueueAfterALateExitCodeThatIsNotTriedAgain() {
        var job = api.submit(aJob().with("retries", 5).with("noRetryExitCodes", List.of(2)));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        lose(pilot);
        assertThat(queued(job)).isTrue();

        var outcome = pilot.report(failed(given, 2));

        assertThat(outcome).isEqualTo(Outcome.APPLIED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.FAILED);
        assertThat(queued(job)).isFalse();
    }

    @Test
    void acceptsTheLateReportOfTheLatestAttempt() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        pilot.say(false, started(given));
        lose(pilot);

        var outcome = pilot.report(finished(given));

        assertThat(outcome).isEqualTo(Outcome.APPLIED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.FINISHED);
        assertThat(queued(job)).isFalse();
        assertThat(stateOf(pilot)).isEqualTo(PilotState.IDLE);
    }

    @Test
    void refusesAReportFromAPreviousAttempt() {
        var job = api.submit(aJob());
        var first = ScriptedPilot.register(server);
        var given = first.claim();
        first.say(false, started(given));
        lose(first);
        var second = ScriptedPilot.register(server);
        var again = second.claim();

        var heartbeat = first.say(false);
        var outcome = first.report(finished(given));

        assertThat(heartbeat.directives()).singleElement().isInstanceOf(Directive.Cancel.class);
        assertThat(outcome).isEqualTo(Outcome.SUPERSEDED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
        assertThat(second.report(finished(again))).isEqualTo(Outcome.APPLIED);
        assertThat(api.job(job).attempts()).extracting("result").containsExactly("FINISHED", "PILOT_LOST");
    }

    @Test
    void failsAJobWhosePilotsWereLostTooOften() {
        var job = api.submit(aJob().with("maxLosses", 1));
        for (int n = 1; n <= 2; n++) {
            var pilot = ScriptedPilot.register(server);
            pilot.say(false, started(pilot.claim()));
            lose(pilot);
        }

        var lost = api.job(job).job();

        assertThat(lost.state()).isEqualTo(JobState.FAILED);
        assertThat(lost.reason()).isEqualTo(FailureReason.PILOT_LOST);
        assertThat(queued(job)).isFalse();
    }

    @Test
    void neverGivesOutAnExclusiveJobAgainWhosePilotWasLost() {
        var job = api.submit(aJob().with("exclusive", true));
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));

        lose(pilot);

        assertThat(api.job(job).job().reason()).isEqualTo(FailureReason.PILOT_LOST);
        assertThat(queued(job)).isFalse();
    }

    @Test
    void doesNotLetAnExclusiveJobStartThatWaitsAgain() {
        api.submit(aJob().with("exclusive", true));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        server.db()
                .sql("update attempt set dispatched_at = now() - interval '11 s' where live")
                .update();
        server.part(StartDeadline.class).sweep();

        var outcome = pilot.report(started(given));

        assertThat(outcome).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void takesAJobBackAtNoCost() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);

        var outcome = pilot.report(givenBack(pilot.claim()));

        assertThat(outcome).isEqualTo(Outcome.APPLIED);
        var back = api.job(job).job();
        assertThat(back.state()).isEqualTo(JobState.DEFINED);
        assertThat(back.losses() + back.failures()).isZero();
    }

    @Test
    void tellsThePilotOfACancelledJobToEndIt() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        pilot.say(false, started(given));

        api.change(job, "cancel");
        var answer = pilot.say(false);

        assertThat(answer.directives()).singleElement().satisfies(it -> {
            assertThat(it).isInstanceOf(Directive.Cancel.class);
            assertThat(it.why()).contains("CANCELLED");
        });
        assertThat(pilot.report(failed(given, 143))).isEqualTo(Outcome.SUPERSEDED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void losesTheJobOfAPilotThatStartedAnewWithoutIt() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));

        pilot.registerAgain();
        pilot.forgetting().say(false);

        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
        assertThat(api.job(job).job().losses()).isEqualTo(1);
    }

    @Test
    void refusesTheLateReportOfAJobThatAPersonHeldMeanwhile() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        lose(pilot);
        api.change(job, "hold");

        var outcome = pilot.report(finished(given));

        assertThat(outcome).isEqualTo(Outcome.SUPERSEDED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.TEMPLATE);
    }

    @Test
    void refusesTheLateReportOfAnAttemptWhoseJobWasCancelledAndRetried() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        lose(pilot);
        api.change(job, "cancel");
        api.change(job, "retry");

        var outcome = pilot.report(failed(given, 1));

        assertThat(outcome).isEqualTo(Outcome.SUPERSEDED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
    }

    @Test
    void doesNotGiveAJobToAWishOfAPilotThatIsGone() {
        var gone = ScriptedPilot.register(server);
        var wish = gone.waitForAJob();
        awaitState(gone, PilotState.IDLE);
        server.part(PilotOrders.class).gone(List.of(gone.id()), "its process ended");

        var job = api.submit(aJob());
        var given = ScriptedPilot.register(server).claim();

        assertThat(given.attempt().job()).isEqualTo(job);
        assertThat(wish.join().job()).isNull();
        assertThat(stateOf(gone)).isEqualTo(PilotState.LOST);
    }

    @Test
    void takesAJobBackFromAPilotThatLeavesWhileItHoldsIt() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));
        var last = pilot.next(false);

        pilot.send(new Exchange(last.seq(), last.holds(), List.of(), null, "SIGTERM"));

        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
        assertThat(stateOf(pilot)).isEqualTo(PilotState.STOPPED);
    }

    @Test
    void takesBackAtOnceWhatALeavingPilotNeverGot() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.claim();
        var last = pilot.forgetting().next(false);

        pilot.send(new Exchange(last.seq(), null, List.of(), null, "SIGTERM"));

        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
        assertThat(api.job(job).attempts()).singleElement().extracting("result").isEqualTo("GIVEN_BACK");
    }
}
