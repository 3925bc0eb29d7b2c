package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.server.dispatch.OverdueJobs;
import org.freshet.server.dispatch.StartDeadline;
import org.freshet.server.job.Expiry;
import org.freshet.server.pilot.LostPilots;
import org.freshet.server.retention.Retention;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.SettableClock;
import org.freshet.test.support.SkewedDatabase;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are set, by an hour in either direction. */
class ClockIT {

    private static int sweep(TestServer server) {
        return server.part(LostPilots.class).sweep()
                + server.part(StartDeadline.class).sweep()
                + server.part(OverdueJobs.class).sweep()
                + server.part(Expiry.class).sweep()
                + server.part(Expiry.class).sweepHeld();
    }

    private static PilotState stateOf(TestServer server, ScriptedPilot pilot) {
        return server.api()
                .get("/api/v1/pilots/" + pilot.id())
                .as(PilotDetail.class)
                .pilot()
                .state();
    }

    /** All times that matter are told by the database, so its clock is the one that must not do harm. */
    @Nested
    class OfTheDatabase {

        private final SkewedDatabase database = SkewedDatabase.create();
        private TestServer server;

        @BeforeEach
        void start() {
            server = database.startServer(
                    "freshet.pilot.long-poll=1s", "freshet.pilot.start-deadline=1s", "freshet.sweep.overdue-margin=0s");
            sweep(server);
        }

        @AfterEach
        void stop() {
            server.close();
        }

        @Test
        void isTheOneThatATestSets() {
            database.set(Duration.ofHours(5));

            var job = server.api().submit(aJob());

            assertThat(server.api().job(job).job().definedAt())
                    .isAfter(Instant.now().plus(Duration.ofHours(4)));
            assertThat(server.api().job(job).history().getFirst().at())
                    .isAfter(Instant.now().plus(Duration.ofHours(4)));
            assertThat(server.db()
                            .sql("select now()")
                            .query(OffsetDateTime.class)
                            .single())
                    .isAfter(OffsetDateTime.now(ZoneOffset.UTC).plusHours(4));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, -1})
        void takesNothingFromAPilotThatRunsAJob(int hours) {
            var job = server.api().submit(aJob().with("timelimit", 600));
            var pilot = ScriptedPilot.register(server);
            var given = pilot.claim();
            pilot.say(false, started(given));
            sweep(server);

            database.set(Duration.ofHours(hours));
            var atOnce = sweep(server);
            pilot.say(false);
            var afterwards = sweep(server) + sweep(server);

            assertThat(atOnce + afterwards).isZero();
            assertThat(stateOf(server, pilot)).isEqualTo(PilotState.BUSY);
            assertThat(server.api().job(job).job().state()).isEqualTo(JobState.RUNNING);
            assertThat(pilot.report(finished(given))).isEqualTo(Outcome.APPLIED);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, -1})
        void leavesAJobThatWasJustClaimedTheWholeStartDeadline(int hours) {
            var job = server.api().submit(aJob());
            var pilot = ScriptedPilot.register(server);
            pilot.claim();
            sweep(server);

            database.set(Duration.ofHours(hours));
            var atOnce = sweep(server) + sweep(server);
            pilot.say(false);

            assertThat(atOnce).isZero();
            assertThat(server.api().job(job).job().state()).isEqualTo(JobState.DISPATCHED);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, -1})
        void doesNotKeepAJobFromTheQueueThatNobodyConfirms(int hours) {
            var job = server.api().submit(aJob());
            ScriptedPilot.register(server).claim();
            sweep(server);

            database.set(Duration.ofHours(hours));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> server.part(StartDeadline.class).sweep() == 1);
            assertThat(server.api().job(job).job().state()).isEqualTo(JobState.DEFINED);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, -1})
        void stillFindsOverdueJobsThatBeganAfterwards(int hours) {
            server.db().sql("update site set kill_grace_s = 0").update();
            sweep(server);
            database.set(Duration.ofHours(hours));
            sweep(server);
            server.api().submit(aJob().with("timelimit", 1));
            var pilot = ScriptedPilot.register(server);
            pilot.say(false, started(pilot.claim()));

            Awaitility.await().atMost(Duration.ofSeconds(6)).until(() -> {
                pilot.say(false);
                return server.part(OverdueJobs.class).sweep() == 1;
            });
        }

        @ParameterizedTest
        @ValueSource(ints = {1, -1})
        void stillLosesPilotsAfterwards(int hours) {
            var pilot = ScriptedPilot.register(server);
            pilot.say(true);
            database.set(Duration.ofHours(hours));
            sweep(server);

            server.db()
                    .sql("update pilot set lease_until = now() - interval '1 s'")
                    .update();

            assertThat(server.part(LostPilots.class).sweep()).isEqualTo(1);
        }

        @Test
        void removesNothingAtOnceThatLooksOld() {
            var job = server.api().submit(aJob());
            server.api().change(job, "cancel");
            server.part(Retention.class).sweep();

            database.set(Duration.ofDays(400));
            var atOnce = server.part(Retention.class).sweep();

            assertThat(atOnce).isFalse();
            assertThat(server.api().job(job).job().state()).isEqualTo(JobState.CANCELLED);
            assertThat(ServiceLogEntry.latest(server, "retention").message())
                    .startsWith("Nothing was removed this time: the database's clock was set forward by 9600 h.");
            assertThat(server.part(Retention.class).sweep()).isTrue();
        }

        /** Useful-until is an instant: whether it has passed is for the clock to say, as it is set now. */
        @Test
        void saysWhetherAResultIsStillOfUse() {
            var stale = server.api().submit(aJob().with("usefulFor", 1800));
            var heldAndStale =
                    server.api().submit(aJob().with("usefulFor", 1800).with("state", "template"));
            var useful = server.api().submit(aJob().with("usefulFor", 7200));
            var always = server.api().submit(aJob());

            database.set(Duration.ofHours(-1));
            var backwards = sweep(server);
            database.set(Duration.ofHours(1));
            var forwards = sweep(server);

            assertThat(backwards).isZero();
            assertThat(forwards).isEqualTo(2);
            assertThat(server.api().job(stale).job().state()).isEqualTo(JobState.EXPIRED);
            assertThat(server.api().job(heldAndStale).job().state()).isEqualTo(JobState.EXPIRED);
            assertThat(server.api().job(useful).job().state()).isEqualTo(JobState.DEFINED);
            assertThat(server.api().job(always).job().state()).isEqualTo(JobState.DEFINED);
        }
    }

    /** A server that was away finds the books as they were; nobody could have told it anything meanwhile. */
    @Test
    void doesNotCountAgainstAPilotWhatItCouldNotTellBeforeTheServerStarted() {
        try (var before = TestServer.start()) {
            sweep(before);
            var claimed = before.api().submit(aJob());
            ScriptedPilot.register(before).claim();
            var running = before.api().submit(aJob().with("timelimit", 10));
            var pilot = ScriptedPilot.register(before);
            pilot.say(false, started(pilot.claim()));
            before.db()
                    .sql(
                            "update attempt set dispatched_at = now() - interval '1 h', started_at = started_at - interval '1 h'")
                    .update();
            before.db()
                    .sql("update pilot set lease_until = now() - interval '1 h'")
                    .update();

            try (var server = before.another()) {
                var done = sweep(server) + sweep(server);

                assertThat(done).isZero();
                assertThat(server.api().job(claimed).job().state()).isEqualTo(JobState.DISPATCHED);
                assertThat(server.api().job(running).job().state()).isEqualTo(JobState.RUNNING);
            }
        }
    }

    /** What happens between a server, its pilots and its jobs does not depend on the clock of the server's machine. */
    @Test
    void ofTheServerMayShowWhatItWants() {
        var clock = new SettableClock();
        try (var server = TestServer.startWith(clock, "freshet.pilot.long-poll=1s")) {
            sweep(server);
            var useful = server.api().submit(aJob().with("usefulFor", 1800).with("timelimit", 60));
            var pilot = ScriptedPilot.register(server);
            var given = pilot.claim();
            pilot.say(false, started(given));

            for (var hours : new int[] {1, -1, 0}) {
                clock.setOff(Duration.ofHours(hours));
                var late = server.api().submit(aJob().ofType("late").with("usefulFor", 1800));

                assertThat(sweep(server) + sweep(server)).isZero();
                assertThat(pilot.say(false).directives()).isEmpty();
                assertThat(stateOf(server, pilot)).isEqualTo(PilotState.BUSY);
                assertThat(Duration.between(server.api().job(late).job().definedAt(), Instant.now())
                                .abs())
                        .isLessThan(Duration.ofMinutes(1));
                var other = ScriptedPilot.register(server);
                assertThat(other.report(finished(other.claim()))).isEqualTo(Outcome.APPLIED);
            }
            assertThat(pilot.report(finished(given))).isEqualTo(Outcome.APPLIED);
            assertThat(server.api().job(useful).job().state()).isEqualTo(JobState.FINISHED);
        }
    }
}
