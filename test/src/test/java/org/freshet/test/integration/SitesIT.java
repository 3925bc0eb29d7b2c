package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.freshet.protocol.NewSecret;
import org.freshet.protocol.Offer;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.SiteView;
import org.freshet.test.support.Api;
import org.freshet.test.support.ServiceLogEntry;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Sites as operators make, change and pause them. */
class SitesIT extends SitesFixture {

    @Test
    void makesASiteWhoseSecretLetsPilotsIn() throws IOException {
        var made = add("""
                {"name": "np04", "batch": "none", "cap": 40, "ramp": 5, "lifetimeSeconds": 7200, "maxJobs": 3,
                 "env": {"P3S_SITE": "np04", "N": 1}, "payloadUser": "beam", "reason": "the second cluster"}""");

        assertThat(made.site()).satisfies(it -> {
            assertThat(List.of(it.batch(), it.mode())).containsExactly("NONE", "FIXED");
            assertThat(List.of(it.cap(), it.reserve(), it.ramp())).containsExactly(40, 0, 5);
            assertThat(it.env()).containsOnly(entry("P3S_SITE", "np04"), entry("N", "1"));
            assertThat(it.pilotsAlive()).isZero();
            assertThat(Duration.between(it.createdAt(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        });
        var file = server.home().resolve("sites/np04.secret");
        assertThat(file).hasContent(String.valueOf(made.secret()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var pilot = register("np04", made.secret()).as(Registered.class).site();
        assertThat(pilot.env()).isEqualTo(made.site().env());
        assertThat(List.of(pilot.lifetimeSeconds(), (long) pilot.maxJobs())).containsExactly(7200L, 3L);
        assertThat(pilot.payloadUser()).isEqualTo("beam");
        assertThat(site("np04").pilots()).containsEntry(PilotState.ACTIVE, 1L).containsEntry(PilotState.LOST, 0L);
        assertThat(site("np04").pilotsAlive()).isEqualTo(1);
        assertThat(history("np04")).singleElement().asString().contains(USER, "the second cluster", "\"cap\"", "40");
    }

    @Test
    void changesOnlyWhatIsNamedAndTellsTheHistoryWhatThatWas() {
        add("{\"name\": \"changed\", \"cap\": 2, \"env\": {\"A\": \"1\", \"B\": \"2\"}, \"payloadUser\": \"beam\"}");

        var changed = change("changed", """
                {"cap": 5, "mode": "demand", "env": {"B": "3", "C": "4"}, "payloadUser": "", "reason": "beam time"}""");
        change("changed", "{\"cap\": 5}");

        assertThat(changed.site()).satisfies(it -> {
            assertThat(List.of(it.cap(), it.ramp(), it.heartbeatSeconds())).containsExactly(5, 10, 10);
            assertThat(it.env()).containsOnly(entry("B", "3"), entry("C", "4"));
            assertThat(it.payloadUser()).isNull();
        });
        assertThat(changed.secret()).isNull();
        assertThat(history("changed"))
                .hasSize(2)
                .last()
                .isEqualTo(USER + " ACTIVE>ACTIVE beam time "
                        + "{\"cap\": {\"to\": \"5\", \"from\": \"2\"}, \"mode\": {\"to\": \"DEMAND\", \"from\": \"FIXED\"},"
                        + " \"env.A\": {\"from\": \"1\"}, \"env.B\": {\"to\": \"3\", \"from\": \"2\"}, \"env.C\": {\"to\": \"4\"},"
                        + " \"payloadUser\": {\"from\": \"beam\"}}");
    }

    @Test
    void takesWhatItsPilotsAskForAndZeroForWhatTheSlotHas() {
        var made = add("""
                {"name": "sized", "cores": 10000, "memoryMb": 100000000, "diskMb": 1000000000,
                 "tags": ["scratch", "gpu", "gpu"]}""");
        var changed = change("sized", "{\"cores\": 0, \"memoryMb\": 2000, \"tags\": []}");

        assertThat(made.site()).satisfies(it -> {
            assertThat(List.of(it.cores(), it.memoryMb(), it.diskMb()))
                    .containsExactly(10_000, 100_000_000, 1_000_000_000);
            assertThat(it.tags()).containsExactly("gpu", "scratch");
        });
        assertThat(changed.site()).satisfies(it -> {
            assertThat(it.cores()).isNull();
            assertThat(it.memoryMb()).isEqualTo(2000);
            assertThat(it.tags()).isEmpty();
        });
        assertThat(site("local").cores()).isNull();
        assertThat(history("sized").getLast())
                .endsWith("{\"tags\": {\"from\": \"gpu,scratch\"}, \"cores\": {\"from\": \"10000\"},"
                        + " \"memoryMb\": {\"to\": \"2000\", \"from\": \"100000000\"}}");
    }

    @Test
    void takesASiteOfP3sAndSaysWhatItDoesNotMean() {
        var made = add("""
                {"name": "p3s", "env": {"P3S_SITE": "p3s"}, "server": "127.0.0.1:8000", "pilots": "3", "pilotcycles": 7,
                 "pilotperiod": 5, "pilotbeat": 20, "pilotlife": 90000}""");

        assertThat(made.site()).satisfies(it -> {
            assertThat(List.of(it.cap(), it.maxJobs(), it.heartbeatSeconds())).containsExactly(3, 7, 11);
            assertThat(it.mode()).isEqualTo("FIXED");
            assertThat(it.lifetimeSeconds()).isEqualTo(90_000);
        });
        assertThat(made.notices()).hasSize(3).anyMatch(it -> it.startsWith("pilotbeat 20 is taken as 11 s"));
        assertThat(api.patch("/api/v1/sites/p3s", "{\"cap\": 4, \"pilots\": 5}").status())
                .isEqualTo(400);
    }

    @Test
    void leavesToTheSettingsWhatTheyDecideAboutTheLocalSite() {
        var local = site("local");

        var cap = api.patch("/api/v1/sites/local", "{\"cap\": 7}");
        var user = api.patch("/api/v1/sites/local", "{\"payloadUser\": \"\"}");
        var batch = api.patch("/api/v1/sites/local", "{\"batch\": \"NONE\"}");
        var same = api.patch(
                "/api/v1/sites/local", "{\"cap\": " + local.cap() + ", \"payloadUser\": \"nobody\", \"maxJobs\": 0}");

        assertThat(List.of(cap.status(), user.status(), batch.status(), same.status()))
                .containsExactly(400, 400, 400, 200);
        assertThat(cap.problem().detail()).contains("FRESHET_LOCAL_PILOTS");
        assertThat(user.problem().detail()).contains("FRESHET_LOCAL_PAYLOAD_USER");
    }

    @Test
    void pausesWithAReasonAndOrdersNothingUntilItIsResumed() {
        add("{\"name\": \"farm\", \"batch\": \"LOCAL\", \"cap\": 2}");

        var without = api.post("/api/v1/sites/farm/pause", "{\"reason\": \" \"}");
        var paused = act("farm", "pause", "{\"reason\": \"no cooling\"}").as(SiteView.class);
        act("farm", "pause", "{\"reason\": \"no cooling\"}");
        try (var _ = server.another(
                "freshet.pool.enabled=true",
                "freshet.local.pilots=0",
                "freshet.local.payload-user=nobody",
                "freshet.pool.every=100ms")) {
            awaitInLog("farm: paused, no pilots are submitted.");
            var resumed = act("farm", "resume", "{}").as(SiteView.class);
            act("farm", "resume", "{}");
            awaitInLog(
                    "farm: want 2, have 0, short 2: submit 2, limit: none. Not submitted: this server does not have the"
                            + " secret of the site.");

            assertThat(resumed.paused()).isFalse();
            assertThat(resumed.pausedReason()).isNull();
        }
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.problem().errors()).extracting(it -> it.field()).containsExactly("reason");
        assertThat(paused.pausedReason()).isEqualTo("no cooling");
        assertThat(history("farm"))
                .satisfiesExactly(
                        it -> assertThat(it).startsWith(USER + " null>ACTIVE"),
                        it -> assertThat(it).isEqualTo(USER + " ACTIVE>PAUSED no cooling null"),
                        it -> assertThat(it).isEqualTo(USER + " PAUSED>ACTIVE null null"));
    }

    @Test
    void honoursTheSecretBeforeFor48Hours() {
        var first = String.valueOf(add("{\"name\": \"rotated\"}").secret());

        var renewed =
                act("rotated", "secret", "{\"reason\": \"it was in a mail\"}").as(NewSecret.class);

        try {
            assertThat(server.home().resolve("sites/rotated.secret")).hasContent(renewed.secret());
            assertThat(site("rotated").oldSecretUntil()).isEqualTo(renewed.oldSecretUntil());
            clock.setOff(Duration.ofHours(47));
            assertThat(register("rotated", first).status()).isEqualTo(201);
            clock.setOff(Duration.ofHours(49));
            assertThat(register("rotated", first).status()).isEqualTo(401);
            assertThat(register("rotated", renewed.secret()).status()).isEqualTo(201);
        } finally {
            clock.setOff(Duration.ZERO);
        }
        assertThat(history("rotated").getLast()).isEqualTo(USER + " ACTIVE>ACTIVE new secret: it was in a mail null");
    }

    @Test
    void tellsTheAuditFromWhereEveryChangeCame() {
        add("{\"name\": \"audited\"}");
        change("audited", "{\"cap\": 3}");
        act("audited", "pause", "{\"reason\": \"x\"}");
        act("audited", "resume", "{}");
        act("audited", "secret", "{}");

        var origins = server.db().sql("""
                        select e.origin
                        from event e
                        join site s on s.id = e.entity_id
                        where e.entity = 'site' and s.name = 'audited'
                        """).query(String.class).list();

        assertThat(origins).hasSize(5).allMatch(it -> it.startsWith("127.0.0.1 token "));
    }

    @Test
    void saysThatASecondNewSecretEndsTheGraceOfTheFirst() {
        var first = String.valueOf(add("{\"name\": \"hasty\"}").secret());

        var second = act("hasty", "secret", "{}").as(NewSecret.class);
        var third = act("hasty", "secret", "{}").as(NewSecret.class);

        assertThat(second.notices()).isEmpty();
        assertThat(third.notices()).singleElement().asString().contains("is not honoured any more");
        assertThat(register("hasty", first).status()).isEqualTo(401);
        assertThat(register("hasty", second.secret()).status()).isEqualTo(201);
    }

    @Test
    void givesNewLocalPilotsTheNewSecretAndLetsTheOldOnesGoOn() {
        var old = server.secret("sites/local.secret");

        act("local", "secret", "{}");

        assertThat(server.secret("sites/local.secret")).isNotEqualTo(old);
        assertThat(register("local", server.secret("sites/local.secret")).status())
                .isEqualTo(201);
        assertThat(register("local", old).status()).isEqualTo(201);
    }

    @Test
    void listsSitesByNamePageByPage() {
        add("{\"name\": \"page-a\"}");
        add("{\"name\": \"page-b\"}");

        var page = Api.JSON.readValue(
                api.get("/api/v1/sites?after=page-&limit=1").body(), new TypeReference<Page<SiteView>>() {});

        assertThat(page.items()).extracting(SiteView::name).containsExactly("page-a");
        assertThat(page.next()).isEqualTo("page-a");
        assertThat(api.get("/api/v1/sites?state=paused").status()).isEqualTo(400);
    }

    private static Api.Answer act(String name, String action, String body) {
        var answer = api.post("/api/v1/sites/" + name + "/" + action, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static Api.Answer register(String site, String secret) {
        var offer = new Offer(1, 1000, 1000, List.of(), 3600);
        var registration = new Registration(
                Protocol.VERSION, site, UUID.randomUUID().toString(), "node7", 4711, null, "test", "root", offer);
        return new Api(server.url(), secret).post("/api/v1/pilots", Api.JSON.writeValueAsString(registration));
    }

    private static void awaitInLog(String sentence) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> ServiceLogEntry.of(server, "pool").stream()
                                .map(ServiceLogEntry::message)
                                .toList(),
                        it -> it.contains(sentence));
    }
}
