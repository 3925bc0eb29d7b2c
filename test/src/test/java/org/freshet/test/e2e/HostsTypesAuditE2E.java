package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.Report;
import org.freshet.protocol.Role;
import org.freshet.protocol.Usage;
import org.freshet.test.support.Api;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about hosts, job types and the audit in a real browser, and what a job's page says of its neighbours and log. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class HostsTypesAuditE2E {

    private static final String LONG_NAME = "n".repeat(200);
    private static final String LONG_HOST = "h".repeat(200);
    private static final String LONG_TYPE = "t".repeat(63);
    private static final String LOG = IntStream.rangeClosed(1, 3000)
            .mapToObj(it -> it % 1000 == 500 ? it + " Timestamp <mismatch>" : it + " event")
            .collect(Collectors.joining("\n"));

    private static TestServer server;
    private static Chromium chromium;
    private static People people;
    private static Scene scene;
    private static JobId longJob;
    private static JobId logged;
    private static ScriptedPilot pilot;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        people = new People(server);
        scene = Scene.play(server);
        pilot = register(LONG_HOST);
        longJob = runLong();
        logged = runLogged();
        runMany();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static ScriptedPilot register(String host) {
        var offer = new Offer(1, 2000, 20_000, List.of("people"), 9000);
        var registration = new Registration(
                Protocol.VERSION, "local", UUID.randomUUID().toString(), host, 4711, null, "test", "freshet", offer);
        var answer = new Api(server.url(), server.secret("sites/local.secret"))
                .post("/api/v1/pilots", Api.JSON.writeValueAsString(registration));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        var registered = ScriptedPilot.of(server, answer.as(Registered.class), offer);
        var first = registered.next(false);
        registered.send(new Exchange(
                first.seq(), null, List.of(), null, null, new MachineState(8, 7.94, 65_536, 25_600, 900_000)));
        return registered;
    }

    private static JobId submit(String name, String type) {
        return server.api()
                .submit(aJob().with("name", name)
                        .with("jobtype", type)
                        .with("tags", List.of("people"))
                        .with("run", 6001));
    }

    private static JobId runLong() {
        var job = submit(LONG_NAME, LONG_TYPE);
        var given = pilot.claim();
        pilot.say(
                false,
                new Report.Ended(
                        given.attempt(),
                        null,
                        0,
                        null,
                        "m".repeat(200),
                        2000L,
                        5,
                        List.of(),
                        null,
                        new Usage(1900L, 1843)));
        return job;
    }

    private static JobId runLogged() {
        var job = submit("logs", "people");
        var given = pilot.claim();
        var bytes = LOG.getBytes(StandardCharsets.UTF_8);
        var part = new LogPart(LogPart.Stream.STDOUT, bytes, new byte[0], bytes.length);
        var put = pilot.api()
                .put(
                        "/api/v1/pilots/" + pilot.id() + "/jobs/" + job + "/attempts/1/logs/stdout",
                        Api.JSON.writeValueAsString(part));
        assertThat(put.status()).as(put.body()).isEqualTo(204);
        pilot.say(false, finished(given));
        return job;
    }

    /** More than a page has. */
    private static void runMany() {
        for (int n = 0; n < 60; n++) {
            submit("one of many", "people");
        }
        for (int n = 0; n < 60; n++) {
            pilot.say(false, finished(pilot.claim()));
        }
    }

    private static String host() {
        return server.api()
                .get("/api/v1/pilots/" + scene.busy().id())
                .as(PilotDetail.class)
                .pilot()
                .host();
    }

    static Stream<String> pages() {
        return Stream.of(
                "/hosts",
                "/hosts?heartbeat=fresh&colour=red",
                "/hosts?host=nowhere",
                "/hosts/" + LONG_HOST,
                "/hosts/" + host(),
                "/pilots",
                "/pilots/" + pilot.id(),
                "/types",
                "/types/" + LONG_TYPE,
                "/types/people",
                "/jobs/" + longJob,
                "/jobs/" + logged,
                "/jobs/" + logged + "?find=timestamp",
                "/jobs/" + logged + "?line=L1500",
                "/jobs/" + scene.job(JobState.RUNNING));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isInOrderAtEveryWidthAndInBothColourSchemes(String path) {
        try (var window = chromium.open(server.url())) {
            window.goAndSeeNothingMove(path).lookAround(path);
        }
    }

    @Test
    void isInOrderForWhoeverMayReadTheAudit() {
        try (var window = login(chromium.open(server.url()), Role.OPERATOR)) {
            for (var path : List.of("/audit", "/audit?user=nobody&from=yesterday", "/types/people")) {
                window.go(path);
                window.lookAround(path);
            }
        }
    }

    private static Window login(Window window, Role role) {
        window.go("/login");
        window.find("#token").fill(people.token(role.name().toLowerCase(Locale.ROOT) + "-e2e", role));
        window.follow(".login button", "/");
        return window;
    }

    @Test
    void leadsFromTheListOfHostsToAHostItsPilotsAndItsJobs() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/pilots");
            window.follow(".tabs a:has-text('Hosts')", "/hosts");
            assertThat(window.find("h1 + .q").innerText()).contains("pilots", "busy");
            assertThat(window.find("tbody tr:has-text('hhhhhhhh')").innerText()).contains("7.9 of 8");
            pilot.say(false);
            window.find("tbody tr:has-text('hhhhhhhh') th a").click();
            window.arriveAt("/hosts/" + LONG_HOST);

            assertThat(window.find(".why").innerText()).contains("speaks in time");
            assertThat(window.find("dl.facts").first().innerText()).contains("7.9 of 8", "25 GB of 64 GB", "879 GB");
            assertThat(window.find("section[aria-labelledby=h-runs] tbody tr").count())
                    .isEqualTo(50);
            window.find("section[aria-labelledby=h-runs] a[rel=next]").click();
            assertThat(window.find("section[aria-labelledby=h-runs] tbody tr").count())
                    .isEqualTo(12);
            window.follow("section[aria-labelledby=h-pilots] tbody th a", "/pilots/" + pilot.id());
            assertThat(window.find("section[aria-labelledby=h-jobs] tbody tr").count())
                    .isEqualTo(50);
            window.find("section[aria-labelledby=h-jobs] a[rel=next]").click();
            assertThat(window.find("section[aria-labelledby=h-jobs] tbody tr").count())
                    .isEqualTo(12);
            assertThat(window.texts("section[aria-labelledby=h-jobs] tbody th a")
                            .getLast())
                    .isEqualTo(longJob.toString());
            window.follow("dd[data-live=host] a", "/hosts/" + LONG_HOST);
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void tellsWhatIsStale() {
        var silent = register("silent-host");
        server.db()
                .sql("update pilot set last_seen_at = now() - interval '30 s' where id = :pilot")
                .param("pilot", silent.id().value())
                .update();
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/hosts?heartbeat=STALE");
            assertThat(window.texts("tbody th a")).contains("silent-host");
            assertThat(window.texts("tbody td .st")).contains("stale");
            window.go("/hosts/silent-host");
            assertThat(window.find(".why.late").innerText()).contains("past due");
            silent.leave("the test is over");
            window.go("/hosts/silent-host");
            assertThat(window.find("h1 + span").innerText()).contains("gone");
        }
    }

    @Test
    void setsTheLimitOfAJobTypeAndFindsThatInTheAudit() {
        try (var window = login(chromium.open(server.url()), Role.OPERATOR)) {
            window.go("/types");
            window.follow("tbody th a:text-is('people')", "/types/people");
            window.find(".change summary:has-text('Limit')").click();
            window.find("#c-limit-LIMIT").fill("7");
            window.find("#c-reason-LIMIT").fill("a slow disk");
            window.find(".change details[open] button").click();
            window.find(".toast:has-text('The limit of people is 7 now.')").waitFor();
            assertThat(window.find("section[aria-labelledby=h-changes]").innerText())
                    .contains("limit: none → 7", "a slow disk", "user operator-e2e");

            window.follow("footer a:text-is('Audit')", "/audit");
            window.find("#add-filter").click();
            window.find("#f-user").fill("operator-e2e");
            window.find("input[value=JOBTYPE]").check();
            window.find(".fields button").click();
            window.page().waitForURL("**/audit?entity=JOBTYPE&user=operator-e2e");
            assertThat(window.texts("tbody td").getFirst()).isEqualTo("operator-e2e");
            assertThat(window.find("tbody tr").first().innerText())
                    .contains("job type people", "limit: none → 7", "127.0.0.1");
            assertThat(window.find("a[download]").getAttribute("href"))
                    .isEqualTo("/audit.csv?user=operator-e2e&entity=JOBTYPE");
            window.follow("tbody a:text-is('job type people')", "/types/people");
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void offersAViewerNeitherTheAuditNorAChange() {
        try (var window = login(chromium.open(server.url()), Role.VIEWER)) {
            window.go("/types/people");
            assertThat(window.find(".change details").count()).isZero();
            assertThat(window.find("footer a:text-is('Audit')").count()).isZero();
            assertThat(window.find("footer a:text-is('Job types')").count()).isEqualTo(1);
        }
    }

    @Test
    void searchesALogAndLeadsToEachLineWithoutScripts() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/jobs/" + logged);
            assertThat(window.find("#L214").count()).isZero();
            window.find("#find").fill("TIMESTAMP <mis");
            window.find("form[role=search] button:has-text('Search')").click();

            assertThat(window.texts("ol.log mark"))
                    .containsExactly("Timestamp <mis", "Timestamp <mis", "Timestamp <mis");
            assertThat(window.texts("ol.log li a")).containsExactly("500", "1500", "2500");
            window.find("ol.log li a:text-is('1500')").click();
            assertThat(window.page().url()).endsWith("line=L1500#L1500");
            assertThat(window.find("#L1500").innerText()).contains("1500 Timestamp <mismatch>");
            assertThat(window.find("#L1250").count()).isEqualTo(1);
            window.find("a:text-is('Whole log')").click();
            window.find("#L3000").waitFor();
        }
    }

    @Test
    void reloadsAGrowingLogWithoutScriptsUntilItIsPaused() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/jobs/" + scene.job(JobState.RUNNING));
            window.find("button:has-text('Reload every 5 s')").click();
            assertThat(window.page().url()).contains("follow=on");
            assertThat(window.find("meta[http-equiv=refresh]").count()).isEqualTo(1);
            window.find("button:has-text('Stop reloading')").click();
            assertThat(window.page().url()).doesNotContain("follow");
        }
    }

    @Test
    void saysHowNeighboursFareAndWhatAnAttemptUsed() {
        try (var window = chromium.open(server.url())) {
            window.go("/jobs/" + longJob);
            assertThat(window.find("section[aria-labelledby=h-attempts] tbody").innerText())
                    .contains("1.9 s", "1,843 MB");
            assertThat(window.find("section[aria-labelledby=h-neighbours]").innerText())
                    .contains("1 finished, 0 failed", "62 of 62 finished, 0 failed", "62 finished, 0 failed");
            window.follow("section[aria-labelledby=h-neighbours] a >> nth=0", "/types/" + LONG_TYPE);
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void saysThatAJobWasPurged() {
        var job = submit("purged", "purged");
        server.api().change(job, "cancel");
        server.api()
                .post("/api/v1/purge", "{\"what\": \"jobs\", \"states\": [\"CANCELLED\"], \"olderThanSeconds\": 0}");
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/jobs/" + job);
            assertThat(window.find("main").innerText()).contains("Gone", "Job " + job + " was purged at");
        }
    }
}
