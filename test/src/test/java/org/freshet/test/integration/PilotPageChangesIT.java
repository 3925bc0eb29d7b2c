package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.freshet.protocol.AuditEntry;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Role;
import org.freshet.server.pilot.LostPilots;
import org.freshet.server.pilot.PilotOrders;
import org.freshet.test.support.Api;
import org.freshet.test.support.Browser;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.type.TypeReference;

/** What the page of a pilot offers to whom, and what comes of it. */
class PilotPageChangesIT {

    private static final Pattern OFFERED = Pattern.compile("action=\"/pilots/\\d+/([a-z]+)\"");

    private static TestServer server;
    private static People people;
    private static Browser operator;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s", "freshet.local.pilots=100");
        people = new People(server);
        operator = as("otto", Role.OPERATOR);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Browser as(String name, Role role) {
        var browser = new Browser(server.url());
        assertThat(browser.login(people.token(name, role)).status()).isEqualTo(303);
        return browser;
    }

    private static PilotId registered() {
        return ScriptedPilot.register(server).id();
    }

    private static TreeSet<String> offered(Browser browser, PilotId pilot) {
        var found = new TreeSet<String>();
        OFFERED.matcher(browser.get("/pilots/" + pilot).body()).results().forEach(it -> found.add(it.group(1)));
        return found;
    }

    private static Browser.Page tell(Browser browser, PilotId pilot, String what, Map<String, String> fields) {
        browser.get("/pilots/" + pilot);
        return browser.post("/pilots/" + pilot + "/" + what, fields);
    }

    private static PilotDetail detail(PilotId pilot) {
        return server.api().get("/api/v1/pilots/" + pilot).as(PilotDetail.class);
    }

    private static PilotState state(PilotId pilot) {
        return detail(pilot).pilot().state();
    }

    @Test
    void offersToOperatorsOnly() {
        var pilot = registered();

        assertThat(offered(operator, pilot)).containsExactly("drain", "kill");
        assertThat(offered(as("ada", Role.ADMIN), pilot)).containsExactly("drain", "kill");
        for (var other : List.of(as("sven", Role.SUBMITTER), as("vera", Role.VIEWER))) {
            assertThat(offered(other, pilot)).isEmpty();
            assertThat(other.get("/pilots/" + pilot).body()).doesNotContain("Log in to change pilot");
        }
        assertThat(new Browser(server.url()).get("/pilots/" + pilot).body())
                .contains("Log in to change pilot " + pilot, "href=\"/login?from=/pilots/" + pilot + "\"")
                .doesNotContain("action=\"/pilots/");
    }

    /** A pilot that has got into a state as pilots do. */
    private static PilotId in(PilotState state) {
        if (state == PilotState.SUBMITTED) {
            return server.part(PilotOrders.class)
                    .order("local", 1, "a test")
                    .getFirst()
                    .id();
        }
        var pilot = ScriptedPilot.register(server);
        switch (state) {
            case IDLE -> pilot.say(true);
            case BUSY -> {
                server.api().submit(aJob());
                pilot.say(false, started(pilot.claim()));
            }
            case DRAINING -> tell(operator, pilot.id(), "drain", Map.of());
            case STOPPED -> pilot.leave("its lifetime is over");
            case KILLED -> {
                tell(operator, pilot.id(), "kill", Map.of());
                pilot.leave("told to stop");
            }
            case LOST -> {
                server.part(LostPilots.class).sweep(); // after a gap, leases begin anew
                server.db()
                        .sql("update pilot set lease_until = now() - interval '1 s' where id = :pilot")
                        .param("pilot", pilot.id().value())
                        .update();
                server.part(LostPilots.class).sweep();
            }
            default -> {}
        }
        assertThat(state(pilot.id())).isEqualTo(state);
        return pilot.id();
    }

    @ParameterizedTest
    @EnumSource(PilotState.class)
    void offersExactlyWhatTheStateAllows(PilotState state) {
        for (var action : List.of("drain", "kill")) {
            var pilot = in(state);
            var isOffered = offered(operator, pilot).contains(action);

            var answer = tell(operator, pilot, action, Map.of());

            assertThat(answer.status())
                    .as("%s of a pilot that is %s", action, state)
                    .isEqualTo(isOffered ? 302 : 409);
        }
    }

    @Test
    void offersNothingToAPilotThatWasToldToEndAtOnceButHasNotYet() {
        var ordered = in(PilotState.SUBMITTED);

        tell(operator, ordered, "drain", Map.of());
        var afterDrain = offered(operator, ordered);
        tell(operator, ordered, "kill", Map.of());
        var again = tell(operator, ordered, "drain", Map.of("reason", "to be sure"));

        assertThat(afterDrain).containsExactly("kill");
        assertThat(offered(operator, ordered)).isEmpty();
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body())
                .contains("role=\"alert\">Nothing was changed. Pilot " + ordered + " had been told so before.</p>");
    }

    @Test
    void saysOnceWhatWasDoneAndKeepsWhoDidItAndWhyInTheAudit() {
        var pilot = registered();

        var answer = tell(operator, pilot, "drain", Map.of("reason", " node7 gets a <b>new</b> disk "));
        var page = operator.follow(answer);

        assertThat(answer.location()).endsWith("/pilots/" + pilot);
        assertThat(page.body())
                .contains("role=\"status\">Pilot " + pilot + " was told to drain.</p>")
                .contains("told to drain: node7 gets a &lt;b&gt;new&lt;/b&gt; disk");
        assertThat(operator.get("/pilots/" + pilot).body()).doesNotContain("was told to drain.</p>");
        assertThat(state(pilot)).isEqualTo(PilotState.DRAINING);
        assertThat(audit(pilot)).satisfies(it -> {
            assertThat(it.actor()).isEqualTo("user otto");
            assertThat(it.to()).isEqualTo("DRAINING");
            assertThat(it.reason()).isEqualTo("told to drain: node7 gets a <b>new</b> disk");
            assertThat(it.origin()).startsWith("127.0.0.1");
        });
    }

    private static AuditEntry audit(PilotId pilot) {
        var answer = server.api().get("/api/v1/audit?user=otto&entity=pilot&id=" + pilot);
        var page = Api.JSON.readValue(answer.body(), new TypeReference<Page<AuditEntry>>() {});
        assertThat(page.items()).hasSize(1);
        return page.items().getFirst();
    }

    @Test
    void refusesASubmitterByNameOfTheMissingRole() {
        var pilot = registered();
        var submitter = as("sven", Role.SUBMITTER);

        for (var action : List.of("drain", "kill")) {
            var answer = tell(submitter, pilot, action, Map.of("reason", "mine"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("This needs the role OPERATOR; the account sven has SUBMITTER.");
        }
        assertThat(state(pilot)).isEqualTo(PilotState.ACTIVE);
    }

    @Test
    void changesNothingByAFormFromElsewhereOrWithAReasonThatCannotBeKept() {
        var pilot = registered();

        var forged = tell(operator, pilot, "kill", Map.of("_csrf", "forged"));
        var tooLong = tell(operator, pilot, "kill", Map.of("reason", "x".repeat(1001)));

        assertThat(forged.status()).isEqualTo(403);
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.body()).contains("role=\"alert\">Nothing was changed. A reason has at most 1,000");
        assertThat(state(pilot)).isEqualTo(PilotState.ACTIVE);
    }

    @Test
    void saysWhyNotWhereThePilotEndedMeanwhile() {
        var pilot = ScriptedPilot.register(server);
        operator.get("/pilots/" + pilot.id());
        pilot.leave("its lifetime is over");

        var answer = operator.post("/pilots/" + pilot.id() + "/kill", Map.of());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body())
                .contains("role=\"alert\">Pilot " + pilot.id() + " is STOPPED since ")
                .contains("data-live-url=\"/pilots/" + pilot.id() + "\"");
        assertThat(operator.get("/pilots/" + pilot.id() + "/kill").location()).endsWith("/pilots/" + pilot.id());
    }

    @Test
    void knowsNoOtherChangesAndNoOtherPilots() {
        var pilot = registered();
        operator.get("/pilots/" + pilot);

        assertThat(operator.post("/pilots/999999/drain", Map.of()).status()).isEqualTo(404);
        assertThat(operator.post("/pilots/no-id/drain", Map.of()).status()).isEqualTo(404);
        assertThat(operator.post("/pilots/" + pilot + "/cancel", Map.of()).status())
                .isEqualTo(404);
        assertThat(operator.get("/pilots/" + pilot + "/cancel").status()).isEqualTo(404);
    }
}
