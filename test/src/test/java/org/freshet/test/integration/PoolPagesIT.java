package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.PoolRows.blind;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolDemand;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.Role;
import org.freshet.server.alarm.AlarmSweep;
import org.freshet.server.pilot.SiteChanges;
import org.freshet.test.support.Browser;
import org.freshet.test.support.People;
import org.freshet.test.support.PoolRows;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the pages say of pools, and what they let whom do. */
class PoolPagesIT {

    private static final Pattern LEDGER_ROW = Pattern.compile("<tr id=\"run-([0-9]+)\"");
    private static final Pattern TAG = Pattern.compile("<[^>]+>");

    private static TestServer server;
    private static PoolRows rows;
    private static Browser operator;
    private static Browser viewer;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        rows = new PoolRows(server);
        var people = new People(server);
        operator = as(people, "otto", Role.OPERATOR);
        viewer = as(people, "vera", Role.VIEWER);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Browser as(People people, String name, Role role) {
        var browser = new Browser(server.url());
        assertThat(browser.login(people.token(name, role)).status()).isEqualTo(303);
        return browser;
    }

    private static String page(String path) {
        var page = viewer.get(path);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    /** What is written on a page, in one line. */
    private static String text(String html) {
        return TAG.matcher(html).replaceAll(" ").replace("&#39;", "'").replaceAll("\\s+", " ");
    }

    private static List<Long> ledger(String html) {
        return LEDGER_ROW
                .matcher(html)
                .results()
                .map(it -> Long.valueOf(it.group(1)))
                .toList();
    }

    @Test
    void tellsHowToBeginWhereThereIsNoSite() {
        try (var empty = TestServer.start()) {
            empty.db().sql("delete from site").update();

            var list = new Browser(empty.url()).get("/pool");

            assertThat(text(list.body())).contains("No site so far", "freshet site add NAME");
            assertThat(new Browser(empty.url()).get("/pool/local").status()).isEqualTo(404);
        }
    }

    @Test
    void saysOfASiteThatWasNeverCalculatedWhatToDo() {
        rows.site("fresh");

        assertThat(text(page("/pool"))).containsPattern("fresh .*never calculated unknown unknown unknown of 80");
        assertThat(text(page("/pool/fresh")))
                .contains("Never calculated: nobody has looked at the batch system of this site yet.")
                .contains("freshet pool run fresh", "Nothing was calculated yet.")
                .doesNotContain("No rows.")
                .contains("Unknown: the last calculation came to no numbers.");
    }

    @Test
    void saysEveryTermOfTheLastCalculation() {
        rows.site("np04");
        var pilots = rows.ordered("np04", 7, "np04: want 60");
        var run = PoolRows.run(
                "np04",
                Outcome.SUBMITTED,
                "ramp 10",
                pilots,
                new PoolDemand("monitor", 40, 30, 41.0, 7, 5),
                new PoolDemand("femb", 12, 12, null, 1, 12));
        rows.stands(run, 17, "user cron from submit.example.org");
        var entry = rows.wrote(run.askedBy("user mara from submit2.example.org"), 0);

        var html = page("/pool/np04");

        assertThat(text(html))
                .contains(
                        "Want 60 (52 waiting + 8 reserve), have 53 (41 usable + 12 queued), short 7: submit 7, limit: ramp 10.")
                .contains(
                        "What held it back: ramp 10. Rules: at most 10 in one calculation, a cap of 80, of which 64 are"
                                + " taken, 3 held.")
                .containsPattern("HTCondor was asked [0-9]+ s ago")
                .contains(
                        "User cron from submit.example.org calculated it; it is calculated again when that asks again.")
                .containsPattern("submitted Want 60 [^<]+ limit: ramp 10\\. 52 8 60 41 12 53 7 ramp 10")
                .contains("limit: ramp 10. by user mara from submit2.example.org 88124 7 pilots")
                .contains("monitor 40 30 41 s 7 5", "femb 12 12 unknown, time limit 1 12")
                .contains("7 alive");
        assertThat(html)
                .contains("href=\"/pilots?id="
                        + String.join(
                                ",", pilots.stream().map(PilotId::toString).toList()) + "\"")
                .contains("href=\"/pilots?site=np04&amp;state=SUBMITTED\"");
        assertThat(text(page("/pool")))
                .contains("np04", "submitted 60 53 64 of 80", "user cron from submit.example.org");
        assertThat(page("/pilots/" + pilots.getFirst())).contains("/pool/np04?top=" + entry + "#run-" + entry);
        assertThat(ledger(page("/pool/np04?top=" + entry))).first().isEqualTo(entry);
    }

    @Test
    void callsUnknownWhatCouldNotBeReadAndAlarmsUntilItIsOver() {
        rows.site("dark");
        rows.wrote(PoolRows.run("dark", Outcome.ENOUGH, "none", List.of()), 600);
        rows.wrote(blind("dark", Outcome.UNREADABLE, "condor_q did not answer within 20 s."), 500);
        var run = blind("dark", Outcome.UNREADABLE, "condor_q says <b>no</b>.");
        rows.wrote(run, 400);
        rows.stands(run, 5, "service pool");

        var html = page("/pool/dark");
        var overview = afterASecond();

        assertThat(html).contains("condor_q says &lt;b&gt;no&lt;/b&gt;.").doesNotContain("<b>no</b>");
        assertThat(text(html))
                .containsPattern("HTCondor cannot be read since [0-9: -]+ UTC: condor_q says")
                .contains(
                        "Nothing is submitted; running payloads are not affected.", "Try condor_q on the submit host.")
                .containsPattern(
                        "unreadable Unknown, so nothing .{1,80} unknown unknown unknown unknown unknown unknown none unknown")
                .contains("The server calculates, and does so again within seconds.");
        assertThat(html).contains("class=\"gapz\"");
        assertThat(text(overview))
                .containsPattern("dark: HTCondor cannot be read since [0-9: -]+ UTC. condor_q says")
                .contains("What to do");
        assertThat(overview)
                .contains("class=\"banner s-unknown\"", "href=\"/pool/dark\"")
                .contains("health s-");

        rows.stands(PoolRows.run("dark", Outcome.ENOUGH, "none", List.of()), 0, "service pool");

        assertThat(alarms(afterASecond())).doesNotContain("/pool/dark");
    }

    @Test
    void alarmsWhileEverySubmissionIsRefusedAlsoBetweenTwoTries() {
        rows.site("closed");
        rows.wrote(PoolRows.run("closed", Outcome.ENOUGH, "none", List.of()), 600);
        rows.wrote(refused("closed", "ERROR: <b>no</b> such user"), 300);
        var waits = PoolRows.run("closed", Outcome.LIMITED, "3 starts in a row failed, next try at noon", List.of());
        rows.wrote(waits, 200);
        rows.stands(waits, 5, "service pool");

        var html = page("/pool/closed");
        var overview = afterASecond();

        assertThat(text(html))
                .containsPattern("Every submission of pilots is refused since [0-9: -]+ UTC: ERROR: &lt;b&gt;no")
                .contains("Next step: Mend what it says; the template of the submission is the usual cause")
                .contains("refused");
        assertThat(text(overview))
                .containsPattern("closed: every submission of pilots is refused since [0-9: -]+ UTC\\.");
        assertThat(overview).contains("class=\"banner s-broken\"", "href=\"/pool/closed\"", "health s-broken");

        var takes = PoolRows.run("closed", Outcome.SUBMITTED, "none", List.of());
        rows.wrote(takes, 1);
        rows.stands(takes, 1, "service pool");

        assertThat(alarms(afterASecond())).doesNotContain("/pool/closed");
    }

    @Test
    void doesNotAlarmOfASingleRefusalOfAMoment() {
        rows.site("starting");
        var run = refused("starting", "Failed to connect to local queue manager");
        rows.wrote(run, 20);
        rows.stands(run, 5, "service pool");

        assertThat(alarms(afterASecond())).doesNotContain("/pool/starting");
        assertThat(text(page("/pool/starting"))).contains("Failed to connect to local queue manager");
    }

    private static PoolRun refused(String site, String why) {
        var run = PoolRows.run(site, Outcome.REFUSED, "none", List.of());
        return new PoolRun(
                site,
                Outcome.REFUSED,
                run.sentence() + " Not submitted: " + why + ".",
                run.terms(),
                "o-1",
                null,
                List.of());
    }

    /** The overview is made once in a second at most, of the alarms as they were found last. */
    private static String afterASecond() {
        server.part(AlarmSweep.class).sweep();
        var first = System.nanoTime();
        String html;
        do {
            html = page("/");
        } while (System.nanoTime() - first < Duration.ofMillis(1100).toNanos());
        return html;
    }

    /** The part of the overview above its first sentence. */
    private static String alarms(String overview) {
        return overview.substring(overview.indexOf("data-live=\"alarms\""), overview.indexOf("data-live=\"health\""));
    }

    @Test
    void alarmsWhenThePoolGaveUpUntilAnOperatorResumesItOnItsPage() {
        rows.site("spoilt");
        rows.stands(PoolRows.run("spoilt", Outcome.ENOUGH, "none", List.of()), 5, "service pool");
        server.part(SiteChanges.class).pauseByPool("spoilt", "of the last 3 orders no pilot registered");

        var overview = afterASecond();
        var html = page("/pool/spoilt");

        assertThat(overview).contains("class=\"banner s-broken\"", "href=\"/pool/spoilt\"", "health s-broken");
        assertThat(text(overview)).contains("spoilt was paused by the pool: of the last 3 orders no pilot registered.");
        assertThat(text(html)).contains("paused by the pool", "freshet site resume spoilt");

        operator.get("/pool/spoilt");
        var answer = operator.post("/pool/spoilt/resume", Map.of("reason", "the template was mended"));

        assertThat(answer.status()).isEqualTo(302);
        assertThat(operator.follow(answer).body()).contains("role=\"status\">The pool of spoilt was resumed.</p>");
        assertThat(alarms(afterASecond())).doesNotContain("/pool/spoilt");
    }

    @Test
    void doesNotAlarmWhereAPersonPausedTheSite() {
        rows.site("resting");
        rows.stands(PoolRows.run("resting", Outcome.PAUSED, "none", List.of()), 1000, "service pool");
        server.part(SiteChanges.class).pause("resting", "power cut", "otto");

        assertThat(alarms(afterASecond())).doesNotContain("/pool/resting");
        assertThat(text(page("/pool"))).contains("resting", "paused");
    }

    @Test
    void alarmsWhenNobodyCalculatesAnyMore() {
        rows.site("forgotten");
        rows.stands(PoolRows.run("forgotten", Outcome.ENOUGH, "none", List.of()), 900, "user cron from submit3");

        assertThat(text(afterASecond()))
                .containsPattern("forgotten: the pool is not calculated since [0-9: -]+ UTC.")
                .contains("Look whether it still runs: user cron from submit3 calculated last.");
        assertThat(text(page("/pool/forgotten"))).contains("not calculated", "Before: Want 60");
        server.db().sql("delete from pool_site where site = 'forgotten'").update();
    }

    @Test
    void alarmsOfAServiceThatIsSilentUntilItWrites() {
        server.db()
                .sql(
                        "insert into watch (service, every_s, since, late_since) values ('scan', 900, now() - interval '1 hour',"
                                + " now() - interval '45 minutes')")
                .update();

        assertThat(text(afterASecond()))
                .containsPattern("scan: silent since [0-9: -]+ UTC. It must write into the service log at least every"
                        + " 15 min 00 s.")
                .contains("freshet log list --service scan --limit 3");

        server.db().sql("update watch set late_since = null").update();

        assertThat(afterASecond()).doesNotContain("scan: silent");
    }

    @Test
    void offersPauseAndResumeToOperatorsOnly() {
        rows.site("buttons");

        assertThat(page("/pool/buttons")).doesNotContain("action=\"/pool/", "Log in to");
        assertThat(new Browser(server.url()).get("/pool/buttons").body())
                .contains("Log in to pause or resume the pool of buttons")
                .doesNotContain("action=\"/pool/");
        assertThat(operator.get("/pool/buttons").body())
                .contains("action=\"/pool/buttons/pause\"")
                .doesNotContain("action=\"/pool/buttons/resume\"");
        assertThat(viewer.post("/pool/buttons/pause", Map.of("reason", "mine")).status())
                .isEqualTo(403);

        var without = operator.post("/pool/buttons/pause", Map.of("reason", " "));
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.body()).contains("role=\"alert\">Nothing was changed. Say why");

        var done = operator.post("/pool/buttons/pause", Map.of("reason", "the <b>template</b> is mended"));
        assertThat(operator.follow(done).body())
                .contains("role=\"status\">The pool of buttons is paused.</p>")
                .contains("action=\"/pool/buttons/resume\"", "the &lt;b&gt;template&lt;/b&gt; is mended");
        assertThat(operator.post("/pool/buttons/pause", Map.of("reason", "again"))
                        .status())
                .isEqualTo(409);
        assertThat(operator.post("/pool/nowhere/pause", Map.of("reason", "x")).status())
                .isEqualTo(404);
        assertThat(operator.get("/pool/buttons/pause").location()).endsWith("/pool/buttons");
    }

    @Test
    void groupsWhatIsHeldAndSaysOnThePilotsPageWhatToDo() {
        rows.site("holds");
        var pilots = rows.ordered("holds", 5, "holds: want 5");
        for (var pilot : pilots.subList(0, 3)) {
            rows.held(pilot, "88121." + pilot, 34, "memory above <4 GB>", "ask for 6 GB in the submit template");
        }
        rows.seen(pilots.get(3), "88121.8", "QUEUED");
        rows.seen(pilots.get(4), "88121.9", "RUNNING");

        assertThat(text(page("/pool/holds")))
                .contains("3 held: memory above &lt;4 GB&gt; code 34.0")
                .contains("ask for 6 GB in the submit template", "5 alive");
        assertThat(text(page("/pilots/" + pilots.getFirst())))
                .containsPattern("Held in HTCondor since [0-9: -]+ UTC: memory above &lt;4 GB&gt; \\(code 34.0\\)\\.")
                .contains("Next step: Ask for 6 GB in the submit template.", "It was ordered because: holds: want 5.");
        assertThat(text(page("/pilots/" + pilots.get(3)))).contains("Queued in HTCondor since", "queued");
        assertThat(text(page("/pilots/" + pilots.get(4))))
                .contains("running, but it never spoke", "and the pilot did not speak yet.");
    }

    @Test
    void turnsThePagesOfTheLedgerWithoutSkippingOrRepeating() {
        rows.site("paging");
        var all = IntStream.range(0, 120)
                .mapToObj(it -> rows.wrote(PoolRows.run("paging", Outcome.ENOUGH, "none", List.of()), 120 - it))
                .toList()
                .reversed();

        var first = ledger(page("/pool/paging"));
        var second = ledger(page("/pool/paging?after=" + first.getLast()));
        var back = ledger(page("/pool/paging?before=" + second.getFirst()));
        rows.wrote(PoolRows.run("paging", Outcome.LIMITED, "ramp 10", List.of()), 0);

        assertThat(first).isEqualTo(all.subList(0, 50));
        assertThat(second).isEqualTo(all.subList(50, 100));
        assertThat(back).isEqualTo(first);
        assertThat(text(page("/pool/paging?top=" + first.getFirst()))).contains("1 newer entry: show them");
    }

    @Test
    void leavesOutWhatPeopleWroteInThePoolsName() {
        rows.site("forged");
        server.api()
                .post(
                        "/api/v1/log",
                        "{\"service\": \"pool\", \"message\": \"m\", \"data\": {\"site\": \"forged\", \"outcome\": \"ALL\"}}");

        assertThat(ledger(page("/pool/forged"))).isEmpty();
    }

    @Test
    void showsOnePageOfADayOfEntriesAndALongName() {
        var name = "a-site-with-a-name-as-long-as-a-name-may-be-which-is-63-letters";
        rows.site(name);
        rows.wroteOftenOf(name, 5760, 15);
        rows.stands(PoolRows.run(name, Outcome.ENOUGH, "none", List.of()), 5, "service pool");

        var html = page("/pool/" + name);

        assertThat(ledger(html)).hasSize(50);
        assertThat(html)
                .contains("class=\"gapz\"")
                .containsPattern("aria-label=\"Pilots of the last 24 hours. Want: from 1")
                .contains("Time in which nothing was known: 4");
    }
}
