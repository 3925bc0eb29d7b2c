package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Summary;
import org.freshet.server.tally.Tallies;
import org.freshet.test.support.Browser;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the overview, the grid and their pasts count. */
@Timeout(120)
class OverviewIT {

    private static final Pattern TAG = Pattern.compile("<[^>]+>");

    private TestServer server;
    private Browser browser;
    private ScriptedPilot pilot;

    @BeforeEach
    void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s", "freshet.dashboard.quick-count=0s");
        browser = new Browser(server.url());
        pilot = ScriptedPilot.register(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void finish(String jobtype, int jobs, Object run) {
        for (int n = 0; n < jobs; n++) {
            server.api().submit(aJob().ofType(jobtype).with("run", run));
            pilot.say(false, finished(pilot.claim()));
        }
    }

    private void fail(String jobtype, int jobs, Object run) {
        for (int n = 0; n < jobs; n++) {
            server.api().submit(aJob().ofType(jobtype).with("run", run));
            pilot.say(false, failed(pilot.claim(), 65));
        }
    }

    private String page(String path) {
        var page = browser.get(path);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    /** The overview is made once in a second at most. */
    private String overview() {
        var first = System.nanoTime();
        String html;
        do {
            html = page("/");
        } while (System.nanoTime() - first < Duration.ofMillis(1100).toNanos());
        return html;
    }

    /** What is written on a page, in one line. */
    private static String text(String html) {
        return TAG.matcher(html).replaceAll(" ").replaceAll("\\s+", " ");
    }

    private static long number(String html, String key) {
        var found = Pattern.compile("data-live=\"" + key + "\">([0-9,]+)<").matcher(html);
        assertThat(found.find()).as(key).isTrue();
        return Long.parseLong(found.group(1).replace(",", ""));
    }

    private Instant now() {
        return server.db()
                .sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** Moves all that has happened so far into the past. */
    private void age(String by) {
        for (var change : List.of(
                "update event set at = at - by where entity in ('job', 'pilot')",
                "update attempt set dispatched_at = dispatched_at - by, started_at = started_at - by, ended_at ="
                        + " ended_at - by",
                "update job set defined_at = defined_at - by, dispatched_at = dispatched_at - by, started_at ="
                        + " started_at - by, ended_at = ended_at - by")) {
            server.db().sql(change.replace(" - by", " - interval '" + by + "'")).update();
        }
    }

    private void agreesWithTheTable() {
        var summary = server.api().get("/api/v1/summary").as(Summary.class);

        for (var state : JobState.values()) {
            var jobs = server.db()
                    .sql("select count(*) from job where state = :state")
                    .param("state", state.name())
                    .query(Long.class)
                    .single();
            assertThat(summary.jobs().get(state)).as("%s", state).isEqualTo(jobs);
        }
    }

    @Test
    void countsJobsExactlyThoughItDoesNotCountThemEachTime() {
        agreesWithTheTable();
        finish("evdisp", 3, 1);
        agreesWithTheTable();
        server.api().submit(aJob().times(5));
        pilot.say(false, started(pilot.claim()));
        agreesWithTheTable();
        var held = server.api().submit(aJob().with("state", "template"));
        server.api().change(held, "release");
        server.api().change(held, "hold");
        agreesWithTheTable();
    }

    @Test
    void countsWhatATransactionWroteLongBeforeItsEnd() throws SQLException {
        finish("evdisp", 1, 1);
        var held = server.api().submit(aJob().with("state", "template"));
        var database = server.database();
        try (var slow = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("update job set state = 'CANCELLED', ended_at = now() where id = " + held);
            statement.execute("insert into event (entity, entity_id, from_state, to_state, actor)" + " values ('job', "
                    + held + ", 'TEMPLATE', 'CANCELLED', 'user eve')");
            statement.execute("select pg_sleep(4)");
            for (int n = 0; n < 20; n++) {
                agreesWithTheTable(); // each count is beside the pages, and does not see it
            }
            slow.commit();
        }
        agreesWithTheTable();
        agreesWithTheTable();
    }

    @Test
    void countsTheSameWithTheSumsOfTheHistoryAndWithout() {
        finish("evdisp", 3, 1);
        age("3 hours");
        finish("evdisp", 2, 1);
        age("57 minutes");
        finish("evdisp", 1, 1);

        var before = overview();
        server.part(Tallies.class).sweep();
        var after = overview();

        for (var html : List.of(before, after)) {
            assertThat(number(html, "change-finished-0")).isEqualTo(1);
            assertThat(number(html, "change-finished-1")).isEqualTo(1);
            assertThat(number(html, "change-finished-2")).isEqualTo(3);
            assertThat(number(html, "change-finished-3")).isEqualTo(3);
            assertThat(number(html, "change-finished-4")).isEqualTo(6);
            assertThat(number(html, "change-defined-4")).isEqualTo(6);
            assertThat(number(html, "change-running-4")).isEqualTo(6);
        }
        for (var span : List.of("minute", "ten_minutes", "hour", "two_hours", "day")) {
            assertThat(text(page("/?span=" + span))).contains("Jobs ended per ").contains("Data to result median of ");
        }
        assertThat(page("/?span=day")).contains("6 finished, 0 failed, 0 expired");
        assertThat(page("/?span=two_hours")).contains("3 finished, 0 failed, 0 expired");
    }

    @Test
    void saysWhichTypesAreLateAndWhy() {
        finish("evdisp", 1, 1);
        server.api().submit(aJob().ofType("femb").with("memoryMb", 900_000));
        fail("monitor", 3, 1);
        server.db()
                .sql("update job set defined_at = now() - interval '14 minutes' where jobtype = 'femb'")
                .update();

        var html = overview();

        assertThat(text(html))
                .contains("Broken: 1 of 3 job types fails and 1 is behind.", "To look at: monitor, femb;")
                .contains("The last evdisp result came")
                .contains("3 attempts failed one after another, and none ever finished.")
                .containsPattern("femb late 14 min [0-9]{2} s limit 10 min, late for 4 min [0-9]{2} s")
                .containsPattern("1 job waits, none runs\\. The first is job [0-9]+: [A-Z0-9]");
        assertThat(html).contains("class=\"tile s-finished\"", "href=\"/jobs?type=evdisp\"");

        assertThat(server.api().get("/api/v1/freshness").body())
                .containsPattern("\"jobtype\": ?\"femb\", ?\"standing\": ?\"LATE\", ?\"behindSeconds\": ?84")
                .containsPattern("\"jobtype\": ?\"monitor\", ?\"standing\": ?\"BROKEN\"");
        server.api().post("/api/v1/jobtypes/femb/late", "{\"lateAfterSeconds\": 3600}");

        assertThat(text(overview())).contains("Broken: 1 of 3 job types fails.").contains("limit 60 min");

        // What was lost with its pilots runs again by itself: its type is not broken.
        server.db()
                .sql(
                        "update attempt set result = 'PILOT_LOST', reason = null, exit_code = null, message = null where jobtype = 'monitor'")
                .update();

        assertThat(text(overview())).doesNotContain("Broken:");
    }

    @Test
    void tellsWhatChangedSinceSomebodyLooked() {
        fail("monitor", 2, 7);
        var held = server.api().submit(aJob().with("state", "template"));
        server.api().post("/api/v1/jobs/" + held + "/cancel", "{\"reason\": \"a <b>test</b>\"}");
        var other = server.api().submit(aJob().with("state", "template"));
        server.api().post("/api/v1/jobs/" + other + "/cancel", "");
        browser.setCookie("freshet-looked", "0." + now().minusSeconds(3600).toEpochMilli());

        var html = overview();

        assertThat(text(html))
                .contains("monitor, EXIT_CODE 65: 2 jobs", "Run 7 is done: 2 jobs 2 failed")
                .contains("job " + held + " cancelled: a &lt;b&gt;test&lt;/b&gt;")
                .contains("job " + other + " cancelled ", "you last looked at");
        assertThat(html).contains("href=\"/jobs?state=FAILED&amp;reason=EXIT_CODE&amp;type=monitor\"");
    }

    @Test
    void waitsForNoResultOfWhatRunsNothing() {
        server.db().sql("insert into job_type (name) values ('noop'), ('femb')").update();

        assertThat(overview()).contains("class=\"tn\">femb<").doesNotContain("class=\"tn\">noop<");

        finish("noop", 1, 1);
        assertThat(overview()).contains("class=\"tn\">noop<");
    }

    /** What people did to so many jobs, as the history has it. */
    private void did(String actor, String reason, @Nullable String origin, int jobs) {
        server.db()
                .sql("insert into event (entity, entity_id, from_state, to_state, actor, reason, origin) select"
                        + " 'job', n, 'TEMPLATE', 'CANCELLED', :actor, :reason, :origin from generate_series(1,"
                        + " :jobs) n")
                .param("actor", actor)
                .param("reason", reason)
                .param("origin", origin)
                .param("jobs", jobs)
                .update();
    }

    @Test
    void tellsOfAChangeOfManyJobsInOneLineThatPushesNothingOut() {
        var held = server.api().submit(aJob().with("state", "template"));
        server.api().post("/api/v1/jobs/" + held + "/cancel", "{\"reason\": \"by hand\"}");
        server.db().sql("""
                        insert into event (entity, entity_id, to_state, actor, reason)
                        values ('bulk', 7, 'CONFIRMED', 'user mara', 'cancel of 11,000 jobs (type=x): no beam')
                        """).update();
        did("user mara", "no beam (bulk 7)", "bulk 7", 11_000);
        server.api().post("/api/v1/hosts/wn07.example/ban", "{\"reason\": \"bad disk\"}");

        var html = overview();

        assertThat(text(html))
                .contains("mara: change 7 of many jobs confirmed: cancel of 11,000 jobs (type=x): no beam")
                .contains("job " + held + " cancelled: by hand", "host wn07.example banned: bad disk")
                .doesNotContain("no beam (bulk 7)");
        assertThat(html).contains("href=\"/bulks/7\"", "href=\"/hosts/wn07.example\"");
    }

    @Test
    void saysWhereACountIsCut() {
        did("user mara", "by hand", null, 3);
        did("user mara", "a script", null, 1_989);
        did("user olga", "a script", null, 10);
        assertThat(text(overview()))
                .contains("mara: at least 1,989 jobs cancelled: a script", "olga: at least 10 jobs cancelled: a script")
                .contains("mara: at least 2 jobs cancelled: by hand")
                .doesNotContain("more than");

        did("user mara", "a script", null, 2_200);
        server.db().sql("""
                        insert into event (entity, entity_id, to_state, actor, reason)
                        values ('bulk', 7, 'CONFIRMED', 'user sven', 'hold of 2 jobs: no beam')
                        """).update();

        assertThat(text(overview()))
                .contains("mara: more than 2,000 jobs cancelled: a script")
                .contains("sven: change 7 of many jobs confirmed: hold of 2 jobs: no beam");
    }

    @Test
    void showsHowThingsWere() {
        finish("evdisp", 2, 1);
        var job = server.api().submit(aJob().ofType("femb"));
        var assignment = pilot.claim();
        pilot.say(false, started(assignment));
        var then = now();
        pilot.say(false, finished(assignment));
        finish("evdisp", 4, 1);

        for (var summed : List.of(false, true)) {
            if (summed) {
                age("1 hour");
                then = then.minus(Duration.ofHours(1));
                server.part(Tallies.class).sweep();
            }
            var html = page("/?at=" + then);
            assertThat(number(html, "in-flight-running")).isEqualTo(1);
            assertThat(number(html, "ended-finished")).isEqualTo(2);
            assertThat(text(html)).contains("1 + 2 = 3 jobs").contains("This is history");

            var list = page("/jobs?at=" + then);
            assertThat(list).contains("data-then=\"" + job + "\"");
            assertThat(text(list)).contains(job + " femb running");
            assertThat(list.split("data-then", -1)).hasSize(4);
            assertThat(page("/jobs?state=running&at=" + then).split("data-then", -1))
                    .hasSize(2);
            assertThat(text(page("/jobs?state=failed&at=" + then))).contains("No job matches", "0 match of 3");
            assertThat(text(page("/jobs?reason=SIGNAL&host=b&at=" + then))).contains("reason=SIGNAL", "host=b");
        }
        assertThat(text(page("/?at=2001-01-01T00:00Z"))).contains("The history that is kept begins at");
        assertThat(text(page("/jobs?at=never"))).contains("“never” is no time");
    }

    @Test
    void showsRunsByJobTypes() {
        for (long run = 1; run <= 5; run++) {
            finish("monitor", 2, run);
            if (run != 3) {
                finish("purity", 1, run);
            }
        }
        fail("monitor", 1, 4);
        age("1 hour");

        var html = page("/grid");

        assertThat(text(html)).contains("1 hole: purity in run 3", "5 runs, 2 types");
        assertThat(html)
                .contains("aria-label=\"1 failed: run 4, monitor; 3 jobs in all\"")
                .contains("aria-label=\"2 finished: run 5, monitor; 2 jobs in all\"")
                .contains("aria-label=\"none: no purity job in run 3\"");
        assertThat(text(page("/grid?first=2&last=4&type=monitor"))).contains("3 runs, 1 type");
        assertThat(text(page("/grid?only=trouble"))).contains("2 runs, 2 types");
        assertThat(text(page("/grid?after=3"))).contains("2 runs");
        assertThat(text(page("/grid?first=99"))).contains("No run matches");
        assertThat(text(page("/grid?colour=red"))).contains("not a filter", "colour=red");
    }

    @Test
    void turnsThePagesOfManyRunsAndOfAPast() {
        server.db()
                .sql("insert into job_type (name) values ('many') on conflict do nothing")
                .update();
        server.db().sql("""
                        insert into requirement (jobtype, cores, memory_mb, disk_mb, tags, time_limit_s)
                        values ('many', 1, 0, 0, '{}', 1000)
                        """).update();
        server.db().sql("""
                        insert into job (name, jobtype, requirement_id, state, owner, payload, env, time_limit_s, run, ended_at,
                          defined_at)
                        select 'n', 'many', (select id from requirement where jobtype = 'many'), 'FINISHED', 'eve', '/bin/true', '{}',
                          1000, n, now() - interval '1 hour', now() - interval '2 hours'
                        from generate_series(1, 120) n
                        """).update();
        server.db().sql("""
                        insert into event (at, entity, entity_id, from_state, to_state, actor)
                        select now() - interval '2 hours', 'job', id, null, 'DEFINED', 'user eve' from job where jobtype = 'many'
                        union all
                        select now() - interval '1 hour', 'job', id, 'DEFINED', 'FINISHED', 'pilot 1' from job where jobtype = 'many'
                        """).update();

        var first = page("/grid");
        assertThat(first).contains(">120</a>", "href=\"/grid?after=101\"").doesNotContain(">100</a>");
        var second = page("/grid?after=101");
        assertThat(second).contains(">100</a>", "href=\"/grid?before=100\"");
        assertThat(page("/grid?before=100")).contains(">120</a>", ">101</a>").doesNotContain(">100</a>");

        var then = now().minus(Duration.ofMinutes(90));
        var list = page("/jobs?state=DEFINED&at=" + then);
        assertThat(list.split("data-then", -1)).hasSize(51);
        assertThat(text(list)).contains("120 match of 120");
        assertThat(text(page("/?at=" + now().minus(Duration.ofMinutes(30))))).contains("0 + 120 = 120 jobs");
    }
}
