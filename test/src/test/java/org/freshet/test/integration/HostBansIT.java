package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.freshet.protocol.AuditEntry;
import org.freshet.protocol.Directive;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Fact;
import org.freshet.protocol.HostView;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registration;
import org.freshet.protocol.Role;
import org.freshet.server.pilot.PilotOrders;
import org.freshet.test.support.Api;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Hosts that are banned: their pilots end in peace, and nobody of them is given a job. */
class HostBansIT extends DispatchFixture {

    private static Api.Answer ban(String host, String reason) {
        return api.post("/api/v1/hosts/" + host + "/ban", "{\"reason\": \"" + reason + "\"}");
    }

    private static HostView banned(String host) {
        var answer = ban(host, "libGL broken");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(HostView.class);
    }

    private static List<HostView> hosts(String query) {
        return Api.JSON
                .readValue(api.get("/api/v1/hosts" + query).body(), new TypeReference<Page<HostView>>() {})
                .items();
    }

    private static JobState stateOf(JobId job) {
        return api.job(job).job().state();
    }

    @Test
    void drainsThePilotsOfABannedHostAndLetsThemFinish() {
        var busy = ScriptedPilot.registerOn(server, "bad1");
        var job = api.submit(aJob());
        var held = busy.claim();
        busy.say(false, started(held));

        var host = banned("bad1");
        var waiting = api.submit(aJob());
        var answer = busy.say(true, finished(held));

        assertThat(host.pilots()).isEqualTo(1);
        assertThat(host.busy()).isEqualTo(1);
        assertThat(answer.job()).isNull();
        assertThat(answer.directives()).singleElement().isInstanceOf(Directive.Drain.class);
        assertThat(stateOf(job)).isEqualTo(JobState.FINISHED);
        assertThat(stateOf(waiting)).isEqualTo(JobState.DEFINED);
        assertThat(stateOf(busy)).isEqualTo(PilotState.DRAINING);
    }

    @Test
    void answersAPilotAtOnceThatWaitsForAJobThere() throws Exception {
        var idle = ScriptedPilot.registerOn(server, "bad2");
        var wish = idle.waitForAJob();
        awaitState(idle, PilotState.IDLE);

        banned("bad2");

        var answer = wish.get(900, TimeUnit.MILLISECONDS);
        assertThat(answer.job()).isNull();
        assertThat(answer.directives())
                .singleElement()
                .satisfies(it -> assertThat(it.toString()).contains("host bad2 is banned: libGL broken"));
    }

    @Test
    void refusesNewPilotsOfABannedHostInAClearSentenceUntilItIsAllowed() {
        banned("bad3");

        assertThatThrownBy(() -> ScriptedPilot.registerOn(server, "bad3"))
                .hasMessageContaining("refused with 403")
                .hasMessageContaining("Host bad3 is banned since ")
                .hasMessageContaining("libGL broken");
        var other = ScriptedPilot.registerOn(server, "good3");
        assertThat(api.post("/api/v1/hosts/bad3/allow", "{}").status()).isEqualTo(200);
        var again = ScriptedPilot.registerOn(server, "bad3");

        assertThat(stateOf(other)).isEqualTo(PilotState.ACTIVE);
        assertThat(stateOf(again)).isEqualTo(PilotState.ACTIVE);
        api.submit(aJob());
        assertThat(again.claim()).isNotNull();
    }

    @Test
    void letsAPilotBackInThatHasAJobToEnd() {
        var pilot = ScriptedPilot.registerOn(server, "bad4");
        var job = api.submit(aJob());
        var held = pilot.claim();
        pilot.say(false, started(held));
        banned("bad4");

        pilot.registerAgain();
        pilot.say(true, finished(held));

        assertThat(stateOf(job)).isEqualTo(JobState.FINISHED);
        assertThat(stateOf(pilot)).isEqualTo(PilotState.DRAINING);
    }

    @Test
    void givesNoJobToALostPilotOfABannedHostThatComesBack() {
        var pilot = ScriptedPilot.registerOn(server, "bad5");
        pilot.say(false);
        lose(pilot);
        assertThat(stateOf(pilot)).isEqualTo(PilotState.LOST);
        banned("bad5");
        var job = api.submit(aJob());

        var answer = pilot.say(true);

        assertThat(answer.job()).isNull();
        assertThat(stateOf(pilot)).isEqualTo(PilotState.DRAINING);
        assertThat(stateOf(job)).isEqualTo(JobState.DEFINED);
    }

    @Test
    void tellsWhoBannedItAndWhyInTheAuditTheServiceLogAndExplanations() {
        server.db()
                .sql("update pilot set ended_at = now(), state = 'STOPPED' where ended_at is null")
                .update();
        var pilot = ScriptedPilot.registerOn(server, "bad6");
        pilot.say(false);
        var job = api.submit(aJob().with("memoryMb", 100));
        banned("bad6");

        var ofPilot = api.get("/api/v1/pilots/" + pilot.id() + "/explain").as(Explanation.class);
        var ofJob = api.get("/api/v1/jobs/" + job + "/explain").as(Explanation.class);

        assertThat(ofPilot.more()).anySatisfy(it -> assertThat(it).startsWith("Its host bad6 is banned since "));
        assertThat(ofPilot.command()).isEqualTo("freshet host allow bad6");
        assertThat(ofJob.facts()).extracting(Fact::code).contains(Fact.Code.HOST_BANNED);
        assertThat(ServiceLogEntry.latest(server, "hosts").message())
                .contains("banned host bad6: libGL broken. Its 1 pilot takes no more jobs");
        assertThat(audit().getFirst()).satisfies(it -> {
            assertThat(it.to()).isEqualTo("BANNED");
            assertThat(it.reason()).isEqualTo("libGL broken");
            assertThat(it.origin()).startsWith("127.0.0.1");
        });
        api.post("/api/v1/hosts/bad6/allow", "{\"reason\": \"driver installed\"}");
        assertThat(audit().getFirst().to()).isEqualTo("ALLOWED");
        assertThat(ServiceLogEntry.latest(server, "hosts").message()).contains("again: driver installed");
    }

    private static List<AuditEntry> audit() {
        return Api.JSON
                .readValue(api.get("/api/v1/audit?entity=host").body(), new TypeReference<Page<AuditEntry>>() {})
                .items();
    }

    @Test
    void waitsNoLongerForAnOrderedPilotThatStartedThere() {
        banned("bad10");
        var ordered = server.part(PilotOrders.class).order("local", 1, "a test").getFirst();
        var offer = new Offer(1, 4000, 10_000, List.of(), 86_400);
        var registration = new Registration(
                Protocol.VERSION, "local", ordered.nonce(), "bad10", 4711, null, "test", "freshet", offer);

        var answer = new Api(server.url(), server.secret("sites/local.secret"))
                .post("/api/v1/pilots", Api.JSON.writeValueAsString(registration));

        assertThat(answer.status()).isEqualTo(403);
        var pilot = api.get("/api/v1/pilots/" + ordered.id()).as(PilotDetail.class);
        assertThat(pilot.pilot().state()).isEqualTo(PilotState.SUBMITTED);
        assertThat(pilot.history().toString()).contains("not let in: host bad10 is banned: libGL broken");
        assertThat(server.db()
                        .sql("select told from pilot where id = :id")
                        .param("id", ordered.id().value())
                        .query(String.class)
                        .single())
                .isEqualTo("DRAIN");
    }

    @Test
    void saysWhichHostStandsOutFromTheOthers() {
        fail("bad7", 5);
        var good = ScriptedPilot.registerOn(server, "good7");
        for (int n = 0; n < 20; n++) {
            api.submit(aJob());
            good.say(false, finished(good.claim()));
        }

        assertThat(hosts(""))
                .filteredOn(HostView::standsOut)
                .extracting(HostView::host)
                .contains("bad7");
        assertThat(hosts(""))
                .filteredOn(it -> it.host().equals("bad7"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.ended()).isEqualTo(5);
                    assertThat(it.failed()).isEqualTo(5);
                });
        assertThat(hosts("?banned=true")).extracting(HostView::host).doesNotContain("bad7");
    }

    private static void fail(String host, int times) {
        var pilot = ScriptedPilot.registerOn(server, host);
        for (int n = 0; n < times; n++) {
            api.submit(aJob());
            pilot.say(false, failed(pilot.claim(), 1));
        }
    }

    @Test
    void refusesWhatCannotBeDone() {
        banned("bad8");

        assertThat(ban("bad8", "again").status()).isEqualTo(409);
        assertThat(ban("bad8", "again").body()).contains("is banned since");
        assertThat(api.post("/api/v1/hosts/bad9/allow", "{}").status()).isEqualTo(409);
        assertThat(api.post("/api/v1/hosts/bad9/ban", "{}").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/hosts?colour=red").status()).isEqualTo(400);
        var submitter = new Api(server.url(), new People(server).token("sven", Role.SUBMITTER));
        assertThat(submitter
                        .post("/api/v1/hosts/bad9/ban", "{\"reason\": \"mine\"}")
                        .status())
                .isEqualTo(403);
    }
}
