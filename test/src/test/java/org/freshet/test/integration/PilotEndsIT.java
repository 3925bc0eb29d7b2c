package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.givenBack;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.freshet.protocol.Directive;
import org.freshet.protocol.EventView;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PilotView;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.server.pilot.PilotOrders;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pilots that a person lets drain, or kills. */
class PilotEndsIT extends DispatchFixture {

    private static final String REASON = "{\"reason\": \"node7 gets a new disk\"}";
    private static final String USER = System.getProperty("user.name");

    @Test
    void answersAParkedPilotAtOnceAndItStops() throws Exception {
        try (var patient = TestServer.start("freshet.pilot.long-poll=30s")) {
            var pilot = ScriptedPilot.register(patient);
            var wish = pilot.waitForAJob();
            Awaitility.await()
                    .until(() -> detail(patient.api(), pilot.id()).pilot().state() == PilotState.IDLE);

            tell(patient.api(), pilot.id(), "drain");
            var answer = wish.get(5, TimeUnit.SECONDS);
            pilot.leave("it was told to drain");

            assertThat(answer.job()).isNull();
            assertThat(answer.directives())
                    .containsExactly(new Directive.Drain("told to drain by " + USER + ": node7 gets a new disk"));
            var detail = detail(patient.api(), pilot.id());
            assertThat(detail.pilot().state()).isEqualTo(PilotState.STOPPED);
            assertThat(detail.history())
                    .extracting(EventView::to, EventView::actor, EventView::reason)
                    .contains(tuple("DRAINING", "user " + USER, "told to drain: node7 gets a new disk"));
        }
    }

    @Test
    void letsADrainingPilotFinishItsJobAndGivesItNoOther() {
        var job = api.submit(aJob());
        var other = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var held = pilot.claim();

        var told = tell(api, pilot.id(), "drain");
        var heartbeat = pilot.say(false, started(held));
        var end = pilot.say(true, finished(held));

        assertThat(told.state()).isEqualTo(PilotState.DRAINING);
        assertThat(told.reason()).isEqualTo("told to drain by " + USER + ": node7 gets a new disk");
        assertThat(heartbeat.directives()).hasSize(1).allMatch(Directive.Drain.class::isInstance);
        assertThat(end.job()).isNull();
        assertThat(end.directives()).hasSize(1).allMatch(Directive.Drain.class::isInstance);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.FINISHED);
        assertThat(queued(other)).isTrue();
    }

    @Test
    void takesTheJobOfAKilledPilotBackAtNoCost() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var held = pilot.claim();
        pilot.say(false, started(held));

        tell(api, pilot.id(), "kill");
        var heartbeat = pilot.say(false);
        pilot.leave("told to stop", givenBack(held));

        assertThat(heartbeat.directives()).hasSize(1).allMatch(Directive.Stop.class::isInstance);
        assertThat(stateOf(pilot)).isEqualTo(PilotState.KILLED);
        var waiting = api.job(job).job();
        assertThat(waiting.state()).isEqualTo(JobState.DEFINED);
        assertThat(waiting.losses()).isZero();
        assertThat(ScriptedPilot.register(server).claim().attempt().attempt()).isEqualTo(2);
    }

    @Test
    void doesSoOnceHoweverOftenItIsAsked() {
        var pilot = ScriptedPilot.register(server);
        pilot.say(false);

        var first = tell(api, pilot.id(), "kill");
        var second = tell(api, pilot.id(), "kill");
        var weaker = tell(api, pilot.id(), "drain");
        var heartbeat = pilot.say(false);
        pilot.leave("told to stop");
        var afterwards = tell(api, pilot.id(), "kill");

        assertThat(second).isEqualTo(first);
        assertThat(weaker).isEqualTo(first);
        assertThat(heartbeat.directives()).hasSize(1).allMatch(Directive.Stop.class::isInstance);
        assertThat(afterwards.state()).isEqualTo(PilotState.KILLED);
        assertThat(detail(api, pilot.id()).history())
                .filteredOn(it -> it.actor().equals("user " + USER))
                .hasSize(1);
    }

    @Test
    void killsAPilotThatDrains() {
        var pilot = ScriptedPilot.register(server);
        api.submit(aJob());
        pilot.claim();

        tell(api, pilot.id(), "drain");
        tell(api, pilot.id(), "kill");

        assertThat(pilot.say(false).directives()).hasSize(1).allMatch(Directive.Stop.class::isInstance);
        assertThat(detail(api, pilot.id()).history())
                .extracting(EventView::reason)
                .endsWith("told to drain: node7 gets a new disk", "told to stop: node7 gets a new disk");
    }

    @Test
    void endsASilentPilotThatWasKilledWithItsLease() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        var held = pilot.claim();
        pilot.say(false, started(held));
        tell(api, pilot.id(), "kill");

        lose(pilot);

        assertThat(stateOf(pilot)).isEqualTo(PilotState.KILLED);
        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
        assertThat(ScriptedPilot.register(server).claim().attempt().attempt()).isEqualTo(2);
        assertThat(pilot.say(true).directives()).anyMatch(Directive.Stop.class::isInstance);
        assertThat(stateOf(pilot)).isEqualTo(PilotState.KILLED);
    }

    @Test
    void remembersWhatItToldAPilotThatWasLostMeanwhile() {
        var pilot = ScriptedPilot.register(server);
        pilot.say(false);
        tell(api, pilot.id(), "drain");
        lose(pilot);
        api.submit(aJob());

        var answer = pilot.say(true);

        assertThat(answer.job()).isNull();
        assertThat(answer.directives()).hasSize(1).allMatch(Directive.Drain.class::isInstance);
        assertThat(stateOf(pilot)).isEqualTo(PilotState.DRAINING);
    }

    @Test
    void remembersItAfterARestartAndAnotherRegistration() {
        var first = TestServer.start("freshet.pilot.long-poll=1s");
        var pilot = ScriptedPilot.register(first);
        pilot.say(false);
        tell(first.api(), pilot.id(), "drain");

        try (var second = first.restart()) {
            var registered = register(second, nonceOf(second, pilot.id()));
            var answer = exchange(second, registered);

            assertThat(registered.pilot()).isEqualTo(pilot.id());
            assertThat(answer.directives()).hasSize(1).allMatch(Directive.Drain.class::isInstance);
            assertThat(detail(second.api(), pilot.id()).pilot().state()).isEqualTo(PilotState.DRAINING);
        }
    }

    @Test
    void tellsAnOrderedPilotWhenItRegisters() {
        var ordered = server.part(PilotOrders.class).order("local", 1, "a test").getFirst();

        var told = tell(api, ordered.id(), "kill");
        var registered = register(server, ordered.nonce());
        var answer = exchange(server, registered);

        assertThat(told.state()).isEqualTo(PilotState.SUBMITTED);
        assertThat(answer.directives()).hasSize(1).allMatch(Directive.Stop.class::isInstance);
        assertThat(detail(api, ordered.id()).pilot().state()).isEqualTo(PilotState.DRAINING);
    }

    @Test
    void hasAnOrderedPilotEndedByItsBatchSystem() {
        var orders = server.part(PilotOrders.class);
        var ordered = orders.order("local", 1, "a test").getFirst();
        var other = orders.order("local", 1, "a test").getFirst();
        tell(api, ordered.id(), "kill");

        var alive = orders.alive("local");
        orders.neverStarted(List.of(ordered.id(), other.id()), "never started");

        assertThat(alive)
                .filteredOn(it -> it.toBeEnded())
                .extracting(it -> it.id())
                .containsExactly(ordered.id());
        assertThat(detail(api, ordered.id()).pilot().state()).isEqualTo(PilotState.KILLED);
        assertThat(detail(api, other.id()).pilot().state()).isEqualTo(PilotState.STOPPED);
    }

    @Test
    void leavesARegisteredPilotTheTimeToEndByItself() {
        var orders = server.part(PilotOrders.class);
        var pilot = ScriptedPilot.register(server);
        tell(api, pilot.id(), "kill");

        var before = orders.alive("local");
        server.db()
                .sql("update pilot set told_at = now() - interval '26 s' where id = :pilot")
                .param("pilot", pilot.id().value())
                .update();
        var after = orders.alive("local");
        orders.gone(List.of(pilot.id()), "its process is gone");

        assertThat(before)
                .filteredOn(it -> it.toBeEnded())
                .extracting(it -> it.id())
                .doesNotContain(pilot.id());
        assertThat(after)
                .filteredOn(it -> it.toBeEnded())
                .extracting(it -> it.id())
                .contains(pilot.id());
        assertThat(stateOf(pilot)).isEqualTo(PilotState.KILLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "kill"})
    void refusesAPilotThatHasEnded(String what) {
        var pilot = ScriptedPilot.register(server);
        pilot.say(false);
        pilot.leave("its lifetime is over");

        var answer = api.post("/api/v1/pilots/" + pilot.id() + "/" + what, REASON);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem().detail()).startsWith("Pilot " + pilot.id() + " is STOPPED since ");
        assertThat(stateOf(pilot)).isEqualTo(PilotState.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999", "none", "0"})
    void knowsNoSuchPilot(String id) {
        assertThat(api.post("/api/v1/pilots/" + id + "/drain", "{}").status()).isEqualTo(404);
    }

    @Test
    void refusesWithoutATokenAndWithAPilotsOwn() {
        var pilot = ScriptedPilot.register(server);

        assertThat(new Api(server.url(), null)
                        .post("/api/v1/pilots/" + pilot.id() + "/kill", "{}")
                        .status())
                .isEqualTo(401);
        assertThat(pilot.api()
                        .post("/api/v1/pilots/" + pilot.id() + "/kill", "{}")
                        .status())
                .isEqualTo(401);
        assertThat(stateOf(pilot)).isEqualTo(PilotState.ACTIVE);
    }

    private static PilotView tell(Api by, PilotId pilot, String what) {
        var answer = by.post("/api/v1/pilots/" + pilot + "/" + what, REASON);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(PilotView.class);
    }

    private static PilotDetail detail(Api by, PilotId pilot) {
        return by.get("/api/v1/pilots/" + pilot).as(PilotDetail.class);
    }

    private static String nonceOf(TestServer at, PilotId pilot) {
        return at.db()
                .sql("select nonce from pilot where id = :pilot")
                .param("pilot", pilot.value())
                .query(String.class)
                .single();
    }

    private static Registered register(TestServer at, String nonce) {
        var offer = new Offer(1, 1000, 1000, List.of(), 3600);
        var registration = new Registration(Protocol.VERSION, "local", nonce, "node7", 4711, null, "test", "me", offer);
        return new Api(at.url(), at.secret("sites/local.secret"))
                .post("/api/v1/pilots", Api.JSON.writeValueAsString(registration))
                .as(Registered.class);
    }

    private static ExchangeAnswer exchange(TestServer at, Registered pilot) {
        return new Api(at.url(), pilot.token())
                .post("/api/v1/pilots/" + pilot.pilot() + "/exchange", "{\"seq\": 1, \"reports\": []}")
                .as(ExchangeAnswer.class);
    }
}
