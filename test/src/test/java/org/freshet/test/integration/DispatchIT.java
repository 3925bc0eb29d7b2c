package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;

/** What pilots and the dispatcher say to each other, and what the books say afterwards. */
class DispatchIT extends DispatchFixture {

    @Test
    void takesAJobFromTheQueueToItsEnd() {
        var job = api.submit(aJob().env("RUN", "5077"));
        var pilot = ScriptedPilot.register(server);

        var given = pilot.claim();
        var dispatched = api.job(job).job();
        pilot.say(false, started(given));
        var running = api.job(job).job();
        var outcome = pilot.report(finished(given));

        assertThat(given.attempt().job()).isEqualTo(job);
        assertThat(given.env()).containsEntry("RUN", "5077");
        assertThat(dispatched.state()).isEqualTo(JobState.DISPATCHED);
        assertThat(dispatched.pilot()).isEqualTo(pilot.id());
        assertThat(running.state()).isEqualTo(JobState.RUNNING);
        assertThat(outcome).isEqualTo(Outcome.APPLIED);
        var detail = api.job(job);
        assertThat(detail.job().state()).isEqualTo(JobState.FINISHED);
        assertThat(detail.job().exitCode()).isZero();
        assertThat(detail.history()).extracting("to").containsExactly("DEFINED", "DISPATCHED", "RUNNING", "FINISHED");
        assertThat(detail.attempts()).singleElement().satisfies(it -> {
            assertThat(it.result()).isEqualTo("FINISHED");
            assertThat(it.startedAt()).isNotNull();
        });
    }

    @Test
    void endsOneJobAndGivesTheNextInOneExchange() {
        var first = api.submit(aJob());
        var second = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();

        var answer = pilot.say(true, finished(given));

        assertThat(given.attempt().job()).isEqualTo(first);
        assertThat(answer.outcomes()).singleElement().extracting("outcome").isEqualTo(Outcome.APPLIED);
        assertThat(api.job(first).history())
                .extracting("to")
                .containsExactly("DEFINED", "DISPATCHED", "RUNNING", "FINISHED");
        assertThat(answer.job()).extracting(it -> it.attempt().job()).isEqualTo(second);
    }

    @Test
    void wakesAWaitingPilotWhenAJobIsSubmitted() throws Exception {
        var pilot = ScriptedPilot.register(server);
        var answer = pilot.waitForAJob();
        awaitState(pilot, PilotState.IDLE);

        var job = api.submit(aJob());

        assertThat(answer.get(5, TimeUnit.SECONDS).job())
                .extracting(it -> it.attempt().job())
                .isEqualTo(job);
    }

    @Test
    void answersAWaitingPilotWithoutAJobWhenTheLongPollEnds() {
        var pilot = ScriptedPilot.register(server);

        var answer = pilot.say(true);

        assertThat(answer.job()).isNull();
        assertThat(answer.seq()).isEqualTo(1);
    }

    @Test
    void givesTheSameAnswerToTheSameExchange() {
        api.submit(aJob());
        api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var exchange = pilot.next(true);

        var first = pilot.send(exchange);
        var again = pilot.send(exchange);

        assertThat(again).isEqualTo(first);
        assertThat(first.job()).isNotNull();
    }

    @Test
    void sendsAJobAgainWhoseAnswerNeverArrived() {
        var job = api.submit(aJob());
        api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var lost = pilot.claim();

        var answer = pilot.forgetting().say(true);

        assertThat(answer.job()).isEqualTo(lost);
        assertThat(api.job(job).attempts()).hasSize(1);
    }

    @Test
    void doesNotSayThatAPayloadBeganThatCouldNotBeStarted() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();

        pilot.report(new Report.Ended(
                given.attempt(),
                FailureReason.NOT_STARTED,
                null,
                null,
                "/bin/none does not exist",
                null,
                5,
                List.of()));

        assertThat(api.job(job).job().state()).isEqualTo(JobState.FAILED);
        assertThat(api.job(job).job().startedAt()).isNull();
        assertThat(api.job(job).attempts())
                .singleElement()
                .extracting("startedAt")
                .isNull();
    }

    @Test
    void acceptsOneResultOfAnAttemptOnly() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();

        var first = pilot.report(finished(given));
        var second = pilot.report(failed(given, 1));

        assertThat(first).isEqualTo(Outcome.APPLIED);
        assertThat(second).isEqualTo(Outcome.SUPERSEDED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.FINISHED);
    }

    @Test
    void refusesAReportAboutAnotherPilotsJob() {
        var job = api.submit(aJob());
        var owner = ScriptedPilot.register(server);
        var given = owner.claim();
        var other = ScriptedPilot.register(server);

        var outcome = other.report(finished(given));

        assertThat(outcome).isEqualTo(Outcome.ILLEGAL);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
    }

    @Test
    void triesAFailedPayloadAgainWhileItHasRetries() {
        var job = api.submit(aJob().with("retries", 1));
        var pilot = ScriptedPilot.register(server);

        var second = pilot.say(true, failed(pilot.claim(), 3)).job();
        pilot.say(false, failed(second == null ? pilot.claim() : second, 4));

        var detail = api.job(job);
        assertThat(detail.job().state()).isEqualTo(JobState.FAILED);
        assertThat(detail.job().exitCode()).isEqualTo(4);
        assertThat(detail.attempts()).extracting("exitCode").containsExactly(4, 3);
    }

    @Test
    void doesNotTryAnExitCodeAgainThatTheJobNames() {
        var job = api.submit(aJob().with("retries", 5).with("noRetryExitCodes", List.of(2, 137)));
        var bySignal = api.submit(aJob().with("retries", 5).with("noRetryExitCodes", List.of(2, 137)));
        var pilot = ScriptedPilot.register(server);

        var again = pilot.say(true, failed(pilot.claim(), 3)).job();
        pilot.say(false, failed(again == null ? pilot.claim() : again, 2));
        pilot.say(
                false,
                new Report.Ended(
                        pilot.claim().attempt(),
                        FailureReason.SIGNAL,
                        null,
                        9,
                        "The payload was ended by signal 9.",
                        20L,
                        5,
                        List.of()));

        var detail = api.job(job);
        assertThat(detail.job().state()).isEqualTo(JobState.FAILED);
        assertThat(detail.job().reason()).isEqualTo(FailureReason.EXIT_CODE);
        assertThat(detail.job().message()).isEqualTo("exit code 2. Exit code 2 is not tried again.");
        assertThat(detail.job().noRetryExitCodes()).containsExactly(2, 137);
        assertThat(detail.attempts()).extracting("exitCode").containsExactly(2, 3);
        assertThat(detail.history().getLast().reason()).endsWith("Exit code 2 is not tried again.");
        assertThat(api.job(bySignal).job()).satisfies(it -> {
            assertThat(it.state()).isEqualTo(JobState.FAILED);
            assertThat(it.attempt()).isEqualTo(1);
            assertThat(it.message()).endsWith("Exit code 137 is not tried again.");
        });
    }

    @Test
    void refusesAnExchangeThatWasOvertaken() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var late = pilot.next(true);
        pilot.say(false);

        var answer = pilot.post(late);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(queued(job)).isTrue();
    }

    @Test
    void findsWorkWithoutAHintWhileOtherPilotsKeepTheCounterBusy() throws Exception {
        var job = api.submit(aJob().with("state", "template"));
        var waiting = ScriptedPilot.register(server);
        var busy = ScriptedPilot.register(server);
        var answer = waiting.waitForAJob();
        awaitState(waiting, PilotState.IDLE);

        server.db().sql("""
                        with moved as (update job set state = 'DEFINED' where id = :job returning *)
                        insert into ready (class_id, priority, seq, job_id) select requirement_id, 0, id, id from moved
                        """).param("job", job.value()).update();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(5))
                .until(() -> {
                    busy.say(false);
                    return answer.isDone();
                });

        assertThat(answer.get().job()).extracting(it -> it.attempt().job()).isEqualTo(job);
    }

    @Test
    void refusesTheTokenThatANewRegistrationReplaced() {
        var pilot = ScriptedPilot.register(server);
        pilot.say(false);
        var old = pilot.api();
        pilot.registerAgain();

        var answer =
                old.post("/api/v1/pilots/" + pilot.id() + "/exchange", Api.JSON.writeValueAsString(pilot.next(false)));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void servesHigherPriorityFirstThenTypesInTurnThenTheOldest() {
        var lowA = api.submit(aJob().ofType("a"));
        var highA1 = api.submit(aJob().ofType("a").with("priority", 5));
        var highA2 = api.submit(aJob().ofType("a").with("priority", 5));
        var highA3 = api.submit(aJob().ofType("a").with("priority", 5));
        var highB = api.submit(aJob().ofType("b").with("priority", 5));

        var order = ScriptedPilot.register(server).runAll().stream()
                .map(DispatchIT::jobOf)
                .toList();

        assertThat(order).hasSize(5).endsWith(lowA).containsSubsequence(highA1, highA2, highA3);
        assertThat(order.indexOf(highB)).isLessThanOrEqualTo(1);
    }

    @Test
    void servesTheNewestFirstIfTheTypeSaysSo() {
        server.db()
                .sql("insert into job_type (name) values ('fresh') on conflict do nothing")
                .update();
        server.db()
                .sql("update job_type set newest_first = true where name = 'fresh'")
                .update();
        var older = api.submit(aJob().ofType("fresh"));
        var newer = api.submit(aJob().ofType("fresh"));

        var order = ScriptedPilot.register(server).runAll().stream()
                .map(DispatchIT::jobOf)
                .toList();

        assertThat(order).containsExactly(newer, older);
    }

    @Test
    void givesAJobOnlyToAPilotThatOffersWhatItAsks() {
        var job = api.submit(aJob().with("memoryMb", 8000).with("tags", List.of("gpu")));
        var small = ScriptedPilot.register(server);
        var large = ScriptedPilot.register(server).offering(new Offer(1, 8000, 10, List.of("gpu", "ssd"), 86_400));

        var refused = small.say(true).job();
        var given = large.claim();

        assertThat(refused).isNull();
        assertThat(given.attempt().job()).isEqualTo(job);
    }

    @Test
    void doesNotGiveAJobToAPilotThatEndsBeforeItsTimeLimit() {
        api.submit(aJob().with("timeout", 100));
        var old = ScriptedPilot.register(server).offering(new Offer(1, 1000, 10, List.of(), 100));

        var answer = old.say(true);

        assertThat(answer.job()).isNull();
    }

    @Test
    void delaysJobsBeyondTheLimitOfTheirType() {
        api.submit(aJob().ofType("limited").times(2));
        server.db()
                .sql("update job_type set max_running = 1 where name = 'limited'")
                .update();
        var first = ScriptedPilot.register(server);
        var second = ScriptedPilot.register(server);

        var given = first.claim();
        var refused = second.say(true).job();
        var waits = second.waitForAJob();
        first.say(false, finished(given));

        assertThat(refused).isNull();
        assertThat(waits.join().job()).isNotNull();
    }

    @Test
    void writesDownThatAPilotStopped() {
        var pilot = ScriptedPilot.register(server);
        var last = pilot.next(false);

        pilot.send(new Exchange(last.seq(), null, List.of(), null, "its lifetime is over"));

        var detail = api.get("/api/v1/pilots/" + pilot.id()).as(PilotDetail.class);
        assertThat(detail.pilot().state()).isEqualTo(PilotState.STOPPED);
        assertThat(detail.pilot().reason()).isEqualTo("its lifetime is over");
        assertThat(detail.history()).extracting("to").containsExactly("ACTIVE", "STOPPED");
    }

    @Test
    void refusesAWrongTokenAndAPilotThatIsNotInTheBooks() {
        var pilot = ScriptedPilot.register(server);
        var exchange = Api.JSON.writeValueAsString(pilot.next(false));

        var wrong = new Api(server.url(), "wrong").post("/api/v1/pilots/" + pilot.id() + "/exchange", exchange);
        var unknown = pilot.api().post("/api/v1/pilots/999999/exchange", exchange);

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(410);
    }

    @Test
    void refusesAnExchangeThatCannotBeReadAndAppliesNothingOfIt() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        var good = Api.JSON.writeValueAsString(pilot.next(false, finished(given)));

        var answer = pilot.api()
                .post("/api/v1/pilots/" + pilot.id() + "/exchange", good.replace("\"seq\"", "\"mood\":1,\"seq\""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("mood");
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DISPATCHED);
    }

    private static JobId jobOf(Assignment given) {
        return given.attempt().job();
    }
}
