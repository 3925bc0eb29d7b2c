package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.server.job.Expiry;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person may do to a job, in every state that it can be in. */
class JobChangesIT {

    private static final String ACTOR = "user " + System.getProperty("user.name");

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        api = server.api();
        // The first sweep after a start lets all leases begin anew.
        server.part(LostPilots.class).sweep();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void beginWithAnEmptyQueue() {
        for (var job : api.jobs("?state=template,defined,dispatched,running&limit=1000")) {
            api.change(job.id(), "cancel");
        }
    }

    /** What people do, as the URL names it. */
    enum Action {
        CANCEL("cancelled"),
        HOLD("held"),
        RELEASE("released"),
        RETRY("retried"),
        PRIORITY("given another priority");

        private final String participle;

        Action(String participle) {
            this.participle = participle;
        }

        String url(JobId job) {
            return "/api/v1/jobs/" + job + "/" + name().toLowerCase(Locale.ROOT);
        }

        String body() {
            return switch (this) {
                case RETRY -> "{\"reason\": \"the beam is back\", \"usefulFor\": 600}";
                case PRIORITY -> "{\"reason\": \"the beam is back\", \"priority\": 7}";
                case CANCEL, HOLD, RELEASE -> "{\"reason\": \"the beam is back\"}";
            };
        }

        /** The state that a job comes to, or null if the action is not allowed in its state. */
        @Nullable
        JobState from(JobState state) {
            return switch (state) {
                case TEMPLATE ->
                    switch (this) {
                        case CANCEL -> JobState.CANCELLED;
                        case RELEASE -> JobState.DEFINED;
                        case PRIORITY -> JobState.TEMPLATE;
                        case HOLD, RETRY -> null;
                    };
                case DEFINED ->
                    switch (this) {
                        case CANCEL -> JobState.CANCELLED;
                        case HOLD -> JobState.TEMPLATE;
                        case PRIORITY -> JobState.DEFINED;
                        case RELEASE, RETRY -> null;
                    };
                case DISPATCHED, RUNNING ->
                    switch (this) {
                        case CANCEL -> JobState.CANCELLED;
                        case PRIORITY -> state;
                        case HOLD, RELEASE, RETRY -> null;
                    };
                case FAILED, CANCELLED, EXPIRED, SKIPPED -> this == RETRY ? JobState.DEFINED : null;
                case FINISHED -> null;
            };
        }
    }

    private static Stream<Arguments> allowed() {
        return everything().filter(it -> ((Action) it.get()[1]).from((JobState) it.get()[0]) != null);
    }

    private static Stream<Arguments> refused() {
        return everything().filter(it -> ((Action) it.get()[1]).from((JobState) it.get()[0]) == null);
    }

    private static Stream<Arguments> everything() {
        return Arrays.stream(JobState.values())
                .flatMap(state -> Arrays.stream(Action.values()).map(action -> arguments(state, action)));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void doesWhatIsAllowedAndTellsWhoDidItAndWhy(JobState state, Action action) {
        var job = aJobThatIs(state);
        var told = api.job(job).history().size();

        var answer = api.post(action.url(job), action.body());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.as(JobView.class).state()).isEqualTo(action.from(state));
        var detail = api.job(job);
        assertThat(detail.job()).isEqualTo(answer.as(JobView.class));
        assertThat(detail.history()).hasSize(told + 1);
        var last = detail.history().getLast();
        assertThat(last.from()).isEqualTo(state.name());
        assertThat(last.to()).isEqualTo(String.valueOf(action.from(state)));
        assertThat(last.actor()).isEqualTo(ACTOR);
        assertThat(last.reason()).endsWith("the beam is back");
        assertThat(queued(job)).isEqualTo(action.from(state) == JobState.DEFINED);
        assertThat(detail.job().endedAt() != null)
                .isEqualTo(detail.job().state().isFinal());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsNotAllowedAndNamesTheState(JobState state, Action action) {
        var job = aJobThatIs(state);
        var before = api.job(job);
        var queued = queued(job);

        var answer = api.post(action.url(job), action.body());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem().detail())
                .isEqualTo("Job " + job + " is " + state + " and cannot be " + action.participle + ".");
        assertThat(api.job(job)).isEqualTo(before);
        assertThat(queued(job)).isEqualTo(queued);
    }

    @Test
    void takesAReasonOfItsOwnWhereNoneIsGiven() {
        var job = api.submit(aJob());

        var answer = api.post("/api/v1/jobs/" + job + "/cancel", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(api.job(job).history().getLast().reason())
                .isEqualTo("cancelled by " + System.getProperty("user.name"));
    }

    @Test
    void retriesAnExpiredJobOnlyWithANewTimeOfUse() {
        var job = aJobThatIs(JobState.EXPIRED);
        var before = api.job(job);

        var without = api.post("/api/v1/jobs/" + job + "/retry", "{\"reason\": \"again\"}");
        var negative = api.post("/api/v1/jobs/" + job + "/retry", "{\"usefulFor\": -600}");

        assertThat(without.status()).isEqualTo(409);
        assertThat(without.problem().detail()).contains("Job " + job, "usefulFor");
        assertThat(negative.status()).isEqualTo(400);
        assertThat(negative.problem().errors())
                .singleElement()
                .extracting("field")
                .isEqualTo("usefulFor");
        assertThat(api.job(job)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"600", "\"PT10M\""})
    void countsANewTimeOfUseFromNow(String usefulFor) {
        var job = aJobThatIs(JobState.EXPIRED);

        var retried = api.post("/api/v1/jobs/" + job + "/retry", "{\"usefulFor\": " + usefulFor + "}");

        assertThat(retried.status()).as(retried.body()).isEqualTo(200);
        var at = api.job(job).history().getLast().at();
        var until = retried.as(JobView.class).usefulUntil();
        assertThat(until).isNotNull();
        assertThat(Duration.between(at, until)).isBetween(Duration.ofSeconds(599), Duration.ofSeconds(600));
        assertThat(server.part(Expiry.class).sweep()).isZero();
        assertThat(ScriptedPilot.register(server).claim().attempt().job()).isEqualTo(job);
    }

    @Test
    void beginsTheCountOfLossesAndFailuresAnewButKeepsTheAttempts() {
        var job = api.submit(aJob().with("maxLosses", 1));
        var lost = ScriptedPilot.register(server);
        lost.say(false, started(lost.claim()));
        lose(lost);
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, failed(pilot.claim(), 3));
        var before = api.job(job);

        var after = api.change(job, "retry");

        assertThat(before.job())
                .returns(JobState.FAILED, JobView::state)
                .returns(1, JobView::losses)
                .returns(1, JobView::failures);
        assertThat(after)
                .returns(JobState.DEFINED, JobView::state)
                .returns(0, JobView::losses)
                .returns(0, JobView::failures)
                .returns(2, JobView::attempt)
                .returns(null, JobView::reason)
                .returns(null, JobView::exitCode)
                .returns(null, JobView::endedAt);
        assertThat(api.job(job).attempts()).isEqualTo(before.attempts());
        assertThat(pilot.claim().attempt().attempt()).isEqualTo(3);
    }

    @Test
    void servesAJobBeforeOthersThatWasGivenAHigherPriority() {
        var first = api.submit(aJob());
        var second = api.submit(aJob());
        var held = api.submit(aJob().with("state", "template"));

        api.post(Action.PRIORITY.url(second), "{\"priority\": 5}");
        api.post(Action.PRIORITY.url(held), "{\"priority\": 6}");
        api.change(held, "release");

        assertThat(ScriptedPilot.register(server).runAll())
                .extracting(it -> it.attempt().job())
                .containsExactly(held, second, first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"priority\": 1001}", "{\"priority\": -1001}", "{\"priority\": \"high\"}", "{}", ""})
    void refusesAPriorityThatIsNone(String body) {
        var job = api.submit(aJob());

        var answer = api.post(Action.PRIORITY.url(job), body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(api.job(job).job().priority()).isZero();
    }

    @Test
    void refusesAFieldThatItDoesNotKnow() {
        var job = api.submit(aJob());

        var answer = api.post(Action.CANCEL.url(job), "{\"raeson\": \"a slip of the pen\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().errors())
                .singleElement()
                .extracting("field")
                .isEqualTo("raeson");
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
    }

    @Test
    void takesTheUuidFormOfAnIdEverywhere() {
        var job = api.submit(aJob());
        var uuid = api.job(job).job().uuid();

        var shown = api.get("/api/v1/jobs/" + uuid);
        var byNumber = api.get("/api/v1/jobs/" + job);
        var log = api.get("/api/v1/jobs/" + uuid + "/log");
        var held = api.post("/api/v1/jobs/" + uuid + "/hold", "{}");

        assertThat(shown.body()).isEqualTo(byNumber.body());
        assertThat(log.status()).isEqualTo(200);
        assertThat(held.as(JobView.class).id()).isEqualTo(job);
        assertThat(api.jobs("?id=" + uuid)).extracting(JobView::id).containsExactly(job);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"999999999", "0", "-1", "abc", "99999999999999999999", "01234567-89ab-8def-8000-000000000001"})
    void findsNoJobThatNeverWas(String id) {
        var job = api.submit(aJob());

        assertThat(api.get("/api/v1/jobs/" + id).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/jobs/" + id + "/log").status()).isEqualTo(404);
        for (var action : Action.values()) {
            var answer = api.post("/api/v1/jobs/" + id + "/" + action.name().toLowerCase(Locale.ROOT), action.body());
            assertThat(answer.status()).as(action.name()).isEqualTo(404);
            assertThat(answer.problem().detail()).contains(id);
        }
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
    }

    /** A job that came to the state as jobs do; nothing makes SKIPPED ones yet but the workflows to come. */
    private static JobId aJobThatIs(JobState state) {
        var description = aJob();
        return switch (state) {
            case TEMPLATE -> api.submit(description.with("state", "template"));
            case DEFINED -> api.submit(description);
            case DISPATCHED -> {
                var job = api.submit(description);
                ScriptedPilot.register(server).claim();
                yield job;
            }
            case RUNNING -> {
                var job = api.submit(description);
                var pilot = ScriptedPilot.register(server);
                pilot.say(false, started(pilot.claim()));
                yield job;
            }
            case FINISHED -> {
                var job = api.submit(description);
                var pilot = ScriptedPilot.register(server);
                pilot.say(false, finished(pilot.claim()));
                yield job;
            }
            case FAILED -> {
                var job = api.submit(description);
                var pilot = ScriptedPilot.register(server);
                pilot.say(false, failed(pilot.claim(), 3));
                yield job;
            }
            case CANCELLED -> {
                var job = api.submit(description);
                api.change(job, "cancel");
                yield job;
            }
            case EXPIRED -> {
                var job = api.submit(stale(description));
                server.part(Expiry.class).sweep();
                yield job;
            }
            case SKIPPED -> {
                var job = api.submit(description.with("state", "template"));
                server.db()
                        .sql("update job set state = 'SKIPPED', ended_at = now() where id = :job")
                        .param("job", job.value())
                        .update();
                yield job;
            }
        };
    }

    private static JobText stale(JobText job) {
        return job.with("usefulFor", 60).with("dataTime", "2020-01-01T00:00:00Z");
    }

    private static boolean queued(JobId job) {
        return server.db()
                        .sql("select count(*) from ready where job_id = :job")
                        .param("job", job.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Lets the pilot's lease pass, and the sweep see it. */
    private static void lose(ScriptedPilot pilot) {
        server.db()
                .sql("update pilot set lease_until = now() - interval '1 s' where id = :pilot")
                .param("pilot", pilot.id().value())
                .update();
        server.part(LostPilots.class).sweep();
    }
}
