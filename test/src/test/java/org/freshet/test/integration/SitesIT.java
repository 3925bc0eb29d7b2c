package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.freshet.protocol.NewSecret;
import org.freshet.protocol.Offer;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.SiteChanged;
import org.freshet.protocol.SiteView;
import org.freshet.test.support.Api;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** Sites as operators make, change and pause them. */
class SitesIT {

    private static final String USER = "user " + System.getProperty("user.name");

    private static final OperatorsClock clock = new OperatorsClock();
    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.startWith(clock, "freshet.local.payload-user=nobody");
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

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
    void refusesASecondSiteOfThatNameAlsoAtTheSameMoment() {
        add("{\"name\": \"once\"}");
        var statuses = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(
                        () -> api.post("/api/v1/sites", "{\"name\": \"twin\"}").status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        var again = api.post("/api/v1/sites", "{\"name\": \"once\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem().detail()).startsWith("There is a site \"once\" already.");
        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../admin",
                "a/b",
                "/etc/x",
                ".hidden",
                "-x",
                "a b",
                "a\\\\b",
                "a\\u0000",
                "a\\n",
                "ä",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesANameThatCouldLeadOutOfADirectory(String name) throws IOException {
        var before = files();

        var answer = api.post("/api/v1/sites", "{\"name\": \"" + name + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(files()).isEqualTo(before);
        assertThat(sites()).extracting(SiteView::name).doesNotContain(name);
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch            | \"SLURM\"",
                "mode             | \"\"",
                "cap              | -1",
                "cap              | 100001",
                "cap              | \"many\"",
                "reserve          | -1",
                "ramp             | -1",
                "heartbeatSeconds | 0",
                "heartbeatSeconds | 12",
                "lifetimeSeconds  | 0",
                "lifetimeSeconds  | 315360001",
                "idleSeconds      | -1",
                "maxJobs          | -1",
                "drainGraceSeconds| -1",
                "killGraceSeconds | 604801",
                "payloadUser      | \"root\"",
                "payloadUser      | \"a b\"",
                "cores            | -1",
                "cores            | 10001",
                "memoryMb         | 100000001",
                "memoryMb         | 1.5",
                "diskMb           | -1",
                "diskMb           | 3000000000",
                "tags             | \"gpu\"",
                "tags             | [\" \"]",
                "tags             | [\"a\\nb\"]",
                "tags             | [null]",
                "tags             | [{}]",
                "env              | {\"\": \"x\"}",
                "env              | {\"A=B\": \"x\"}",
                "env              | {\"A\": null}",
                "env              | {\"A\\u0000\": \"x\"}",
                "env              | [\"A\"]",
                "name             | \"other\"",
                "capp             | 3",
                "secret           | \"mine\"",
                "paused           | true",
                "pilotbeat        | 0",
                "pilots           | -3"
            })
    void refusesWhatCannotWorkAndNamesTheField(String field, String value) {
        if (sites().stream().noneMatch(it -> it.name().equals("strict"))) {
            add("{\"name\": \"strict\"}");
        }
        var before = site("strict");

        var answer = api.patch("/api/v1/sites/strict", "{\"" + field + "\": " + value + "}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(nameOfToday(field));
        assertThat(site("strict")).isEqualTo(before);
    }

    private static String nameOfToday(String field) {
        return switch (field) {
            case "pilotbeat" -> "heartbeatSeconds";
            case "pilots" -> "cap";
            default -> field;
        };
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
    void refusesTooManyTagsAndTooLongOnes() {
        var many = IntStream.range(0, 51).mapToObj(n -> "\"t" + n + "\"").toList();
        var tooLong = "\"" + "x".repeat(101) + "\"";
        var together = IntStream.range(0, 11).mapToObj(n -> "\"" + n + "x".repeat(98) + "\"").toList();

        for (var tags : List.of(many, List.of(tooLong), together)) {
            var answer = api.post("/api/v1/sites", "{\"name\": \"tagged\", \"tags\": " + tags + "}");

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.problem().errors()).extracting(it -> it.field()).containsExactly("tags");
        }
    }

    @Test
    void refusesAnEnvironmentThatIsTooLargeAndTellsEveryProblem() {
        var large = "{\"name\": \"large\", \"cap\": -1, \"env\": {\"A\": \"" + "x".repeat(65_536) + "\"}}";

        var answer = api.post("/api/v1/sites", large);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().errors()).extracting(it -> it.field()).containsExactly("cap", "env");
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
    void refusesAChangeOfWhatWasChangedMeanwhile() {
        add("{\"name\": \"versioned\"}");
        var seen = site("versioned").version();

        change("versioned", "{\"cap\": 1, \"version\": " + seen + "}");
        var late = api.patch("/api/v1/sites/versioned", "{\"cap\": 2, \"version\": " + seen + "}");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem().detail()).contains("was changed by somebody else meanwhile");
        assertThat(site("versioned").cap()).isEqualTo(1);
    }

    @Test
    void losesNoneOfManyChangesAtOnceThatItAccepted() {
        add("{\"name\": \"contested\"}");

        var accepted = IntStream.rangeClosed(1, 8)
                .mapToObj(n ->
                        CompletableFuture.supplyAsync(() -> api.patch("/api/v1/sites/contested", "{\"cap\": " + n + "}")
                                .status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(accepted).contains(200).containsAnyOf(200, 409).isSubsetOf(200, 409);
        assertThat(history("contested"))
                .hasSize(1 + (int) accepted.stream().filter(it -> it == 200).count());
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
    void knowsNoSuchSite() {
        add("{\"name\": \"lxplus\"}");

        var show = api.get("/api/v1/sites/lxpuls");

        assertThat(show.status()).isEqualTo(404);
        assertThat(show.problem().detail()).isEqualTo("There is no site \"lxpuls\"; did you mean \"lxplus\"?");
        assertThat(api.patch("/api/v1/sites/nowhere", "{\"cap\": 1}").status()).isEqualTo(404);
        for (var action : new String[] {"pause", "resume", "secret"}) {
            assertThat(api.post("/api/v1/sites/nowhere/" + action, "{\"reason\": \"x\"}")
                            .status())
                    .isEqualTo(404);
        }
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
            clock.off = Duration.ofHours(47);
            assertThat(register("rotated", first).status()).isEqualTo(201);
            clock.off = Duration.ofHours(49);
            assertThat(register("rotated", first).status()).isEqualTo(401);
            assertThat(register("rotated", renewed.secret()).status()).isEqualTo(201);
        } finally {
            clock.off = Duration.ZERO;
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

    @Test
    void needsATokenToChangeAndTellsNobodyASecret() {
        var reader = new Api(server.url(), null);

        assertThat(reader.post("/api/v1/sites", "{\"name\": \"free\"}").status())
                .isEqualTo(401);
        assertThat(reader.patch("/api/v1/sites/local", "{\"maxJobs\": 1}").status())
                .isEqualTo(401);
        assertThat(reader.post("/api/v1/sites/local/secret", "{}").status()).isEqualTo(401);
        assertThat(api.get("/api/v1/sites").body()).doesNotContain(server.secret("sites/local.secret"));
    }

    private static SiteChanged add(String body) {
        var answer = api.post("/api/v1/sites", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.as(SiteChanged.class);
    }

    private static SiteChanged change(String name, String body) {
        var answer = api.patch("/api/v1/sites/" + name, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(SiteChanged.class);
    }

    private static Api.Answer act(String name, String action, String body) {
        var answer = api.post("/api/v1/sites/" + name + "/" + action, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static SiteView site(String name) {
        return api.get("/api/v1/sites/" + name).as(SiteView.class);
    }

    private static List<SiteView> sites() {
        return Api.JSON
                .readValue(api.get("/api/v1/sites?limit=1000").body(), new TypeReference<Page<SiteView>>() {})
                .items();
    }

    private static List<Path> files() throws IOException {
        try (var all = Files.walk(server.home(), 2)) {
            return all.filter(it -> !it.startsWith(server.home().resolve("log")))
                    .sorted()
                    .toList();
        }
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

    /** Of each change who made it, from which state to which, why, and what else. */
    private static List<String> history(String name) {
        return server.db().sql("""
                        select e.actor || ' ' || coalesce(e.from_state, 'null') || '>' || e.to_state || ' '
                          || coalesce(e.reason, 'null') || ' ' || coalesce(e.data::text, 'null')
                        from event e
                        join site s on s.id = e.entity_id
                        where e.entity = 'site' and s.name = :name
                        order by e.at
                        """).param("name", name).query(String.class).list();
    }

    private static final class OperatorsClock extends Clock {

        private volatile Duration off = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
        }
    }
}
