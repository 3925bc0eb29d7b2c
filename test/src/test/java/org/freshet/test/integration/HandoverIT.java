package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.Page;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.Role;
import org.freshet.protocol.ShiftNoteView;
import org.freshet.server.alarm.AlarmSweep;
import org.freshet.server.tally.Tallies;
import org.freshet.test.support.Api;
import org.freshet.test.support.Browser;
import org.freshet.test.support.People;
import org.freshet.test.support.Person;
import org.freshet.test.support.PoolRows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** The pages of alarms and of the shift with a real database: what they collect, and what they let whom do. */
class HandoverIT {

    private static final Pattern TAG = Pattern.compile("<[^>]+>");
    private static final Pattern ROW = Pattern.compile("<tr data-row=\"([0-9]+)\"");

    private static TestServer server;
    private static Browser operator;
    private static Browser viewer;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        var people = new People(server);
        operator = as(people, "otto", Role.OPERATOR);
        viewer = as(people, "vera", Role.VIEWER);
        happen();
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

    /** Two failures, one of which somebody tries again; a late type; a pool that gave up seeing; what people did. */
    private static void happen() {
        var api = server.api();
        var pilot = ScriptedPilot.register(server);
        api.submit(aJob().ofType("monitor"));
        pilot.say(false, finished(pilot.claim()));
        var first = api.submit(aJob().ofType("reco"));
        pilot.say(false, failed(pilot.claim(), 65));
        api.submit(aJob().ofType("reco"));
        pilot.say(false, failed(pilot.claim(), 65));
        api.post("/api/v1/jobs/" + first + "/retry", "{\"reason\": \"new <b>calibration</b>\"}");
        pilot.say(false, finished(pilot.claim()));
        api.post("/api/v1/jobtypes/femb/late", "{\"lateAfterSeconds\": 60, \"create\": true}");
        var waits = api.submit(aJob().ofType("femb").with("tags", List.of("nowhere")));
        server.db()
                .sql("update job set defined_at = defined_at - interval '5 min' where id = :job")
                .param("job", waits.value())
                .update();
        var rows = new PoolRows(server);
        rows.site("np04");
        rows.wrote(PoolRows.run("np04", Outcome.ENOUGH, "none", List.of()), 300);
        rows.wrote(PoolRows.blind("np04", Outcome.UNREADABLE, "condor_q did not answer."), 200);
        rows.wrote(PoolRows.blind("np04", Outcome.UNREADABLE, "condor_q did not answer."), 100);
        rows.wrote(PoolRows.run("np04", Outcome.ENOUGH, "none", List.of()), 50);
        rows.stands(PoolRows.run("np04", Outcome.ENOUGH, "none", List.of()), 50, "service pool");
        server.db()
                .sql("update service_log set level = 'WARNING' where data->>'outcome' = 'UNREADABLE'")
                .update();
        server.db()
                .sql("insert into watch (service, every_s, late_since) values ('tscan', 300, now())")
                .update();
        server.part(AlarmSweep.class).sweep();
    }

    private static String get(Browser browser, String path) {
        var page = browser.get(path);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private static String text(String html) {
        return TAG.matcher(html).replaceAll(" ").replaceAll("\\s+", " ");
    }

    private static long alarm(String object) {
        return server.db()
                .sql("select id from alarm where object = :object and cleared_at is null")
                .param("object", object)
                .query(Long.class)
                .single();
    }

    @Test
    void collectsWhatHappenedInTheShift() {
        var html = get(viewer, "/handover");

        assertThat(text(html))
                .containsPattern("2 alarms are open, \\d of which nobody has acknowledged\\.")
                .contains("2 jobs finished, 2 failed, 0 expired, 0 cancelled, 0 skipped.")
                .containsPattern(
                        "femb is late: the result of job \\d+ is still to come, 5 min \\d\\d s after its job was defined")
                .contains("tscan: silent since", "femb: once,", "reco EXIT_CODE 2 1")
                .containsPattern("condor_q did not answer\\..{0,80} Said 2 times, last at")
                .contains("new &lt;b&gt;calibration&lt;/b&gt;")
                .doesNotContain("was paused by the pool");
        assertThat(html).doesNotContain("<b>calibration</b>");
        assertThat(html.substring(html.indexOf("aria-labelledby=\"h-happened\"")))
                .as("newest first, like what was done")
                .containsSubsequence("tscan: silent since", "condor_q did not answer.");
        assertThat(html.substring(html.indexOf("aria-labelledby=\"h-open\"")))
                .containsSubsequence("femb is late", "tscan is silent");
    }

    @Test
    void tellsTheSameAsPlainTextAndToScripts() {
        var page = viewer.get("/handover.txt");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("text/plain;charset=UTF-8");
        assertThat(page.body())
                .startsWith("Shift from ")
                .contains("\nOPEN\n - ", "\nFAILURES\n - 2 reco, EXIT_CODE; 1 job is failed still\n")
                .contains(": new <b>calibration</b> (" + adminName() + ")");
        var token = Person.with(server, Role.VIEWER).api();
        assertThat(token.get("/handover.txt?hours=1").body()).startsWith("Shift from ");
    }

    private static String adminName() {
        return server.db()
                .sql("select substr(actor, 6) from event where reason = 'new <b>calibration</b>' limit 1")
                .query(String.class)
                .single();
    }

    @Test
    void tellsOfBannedHostsOfKnownFailuresAndOfChangesOfManyJobs() {
        var api = server.api();
        api.post("/api/v1/hosts/wn07.example/ban", "{\"reason\": \"bad disk\"}");
        api.post("/api/v1/jobtypes/reco/late", "{\"lateAfterSeconds\": 3600}");
        api.post("/api/v1/hosts/wn07.example/allow", "{\"reason\": \"new disk\"}");
        var host = server.db()
                .sql("select host from attempt where jobtype = 'reco' limit 1")
                .query(String.class)
                .single();
        api.post(
                "/api/v1/failures/acknowledgements",
                Api.JSON.writeValueAsString(Map.of(
                        "reason",
                        "EXIT_CODE",
                        "exitCode",
                        65,
                        "jobtype",
                        "reco",
                        "host",
                        host,
                        "note",
                        "known since noon")));
        var ids = api.submit(aJob().times(3)).items().stream()
                .map(it -> it.id().toString())
                .toList();
        var bulk = api.post("/api/v1/bulks", "{\"action\": \"HOLD\", \"ids\": " + ids + "}")
                .as(BulkView.class)
                .id();
        api.post("/api/v1/bulks/" + bulk + "/confirm", "{\"reason\": \"wrong run\"}");

        var html = get(viewer, "/handover");
        assertThat(text(html))
                .contains("host wn07.example: banned bad disk", "host wn07.example: allowed new disk")
                .contains("failures reco, EXIT_CODE 65: acknowledged known since noon")
                .contains("change " + bulk + " of many jobs: confirmed hold of 3 jobs: wrong run")
                .doesNotContain("wrong run (bulk " + bulk + ")");
        assertThat(text(html)).containsPattern("job type reco: \\w+");
        assertThat(html)
                .contains("href=\"/types/reco\"", "href=\"/hosts/wn07.example\"")
                .contains("href=\"/errors\"", "href=\"/bulks/" + bulk + "\"");
        assertThat(viewer.get("/handover.txt").body())
                .contains("host wn07.example: banned: bad disk (", ": hold of 3 jobs: wrong run (");
    }

    @Test
    void saysWhatItLeavesOut() {
        var query = "?from=2021-01-01T00:00&to=2021-01-01T08:00";
        past(200);
        assertThat(get(viewer, "/handover" + query)).contains("step 200").doesNotContain("there was more.");

        past(201);

        assertThat(get(viewer, "/handover" + query))
                .contains("there was more.", "step 201")
                .doesNotContain("step 1<");
        assertThat(viewer.get("/handover.txt" + query).body()).contains("\n - These are the newest of what was done;");
    }

    @Test
    void countsTheSameWithTheSumsOfTheHistoryAndWithout() {
        server.db().sql("""
                        insert into event (at, entity, entity_id, from_state, to_state, actor)
                        select date_bin('5 minutes', now(), 'epoch') - interval '10 hours' + make_interval(secs => n), 'job', n, 'RUNNING',
                          'FINISHED', 'pilot 1' from generate_series(0, 1499, 100) n
                        """).update();
        var begin = server.db()
                .sql("select date_bin('5 minutes', now(), 'epoch') - interval '10 hours' + interval '100 s'")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        for (var end : Map.of(1_000, 10, 150, 2, 200, 2, 201, 3).entrySet()) {
            var query = "?from=" + begin + "&to=" + begin.plusSeconds(end.getKey());
            var said = end.getValue() + " jobs finished, 0 failed";
            server.db()
                    .sql("truncate table tally_end, change_tally, result_tally")
                    .update();
            assertThat(text(get(viewer, "/handover" + query))).contains(said);
            server.db()
                    .sql("insert into tally_end (at) values (date_bin('5 minutes', now() - interval '11 hours',"
                            + " 'epoch'))")
                    .update();
            server.part(Tallies.class).sweep();
            assertThat(text(get(viewer, "/handover" + query))).contains(said);
        }
        server.db()
                .sql("update change_tally set changes = changes + 1000 where to_state = 'FINISHED'")
                .update();
        assertThat(text(get(viewer, "/handover?from=" + begin + "&to=" + begin.plusSeconds(1_000))))
                .as("it reads the sums")
                .contains("2,010 jobs finished");
        server.db().sql("truncate table tally_end, change_tally, result_tally").update();
        server.db()
                .sql("delete from event where actor = 'pilot 1' and at < now() - interval '9 hours'")
                .update();
    }

    /** Somebody changed a job so often, one minute after another. */
    private static void past(int deeds) {
        server.db().sql("delete from event where actor = 'user past'").update();
        server.db()
                .sql("insert into event (at, entity, entity_id, from_state, to_state, actor, reason) select"
                        + " timestamptz '2021-01-01T00:00Z' + make_interval(mins => n), 'job', 1, 'TEMPLATE',"
                        + " 'DEFINED', 'user past', 'step ' || n from generate_series(1, :deeds) n")
                .param("deeds", deeds)
                .update();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?from=soon", "?hours=0", "?colour=red", "?from=2999-01-01T00:00Z"})
    void namesWhatItIgnores(String query) {
        assertThat(get(viewer, "/handover" + query)).contains("chip bad", query.substring(1));
    }

    @Test
    void tellsOfAnotherTime() {
        assertThat(text(get(viewer, "/handover?from=2020-01-01T00:00&to=2020-01-01T08:00")))
                .contains("until 2020-01-01 08:00:00 UTC", "No alarm is open.", "8 h 00 min of 8 h 00 min")
                .contains("No attempt failed.", "Nobody changed anything.");
    }

    @Test
    void takesNotesOfWhoeverHasARole() {
        get(viewer, "/handover");
        var answer = viewer.post("/handover/notes", Map.of("text", "APA3 <i>noisy</i>\r\nsince run 5074"));

        assertThat(answer.location()).endsWith("/handover");
        var shown = viewer.follow(answer).body();
        assertThat(shown).contains("The note was added.", "APA3 &lt;i&gt;noisy&lt;/i&gt;\nsince run 5074", "vera, ");
        assertThat(viewer.get("/handover.txt").body()).contains("vera: APA3 <i>noisy</i>\n   since run 5074\n");
        assertThat(server.db()
                        .sql("select actor || ' ' || to_state from event where entity = 'shiftnote'")
                        .query(String.class)
                        .list())
                .contains("user vera WRITTEN");

        var nothing = viewer.post("/handover/notes", Map.of("text", " "));
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.body()).contains("Nothing was changed.");
        var nobody = new Browser(server.url());
        assertThat(get(nobody, "/handover"))
                .contains("Log in to add a note")
                .doesNotContain("action=\"/handover/notes");
    }

    @Test
    void takesNotesOfScripts() {
        var mara = Person.with(server, Role.VIEWER);

        var answer = mara.api().post("/api/v1/shift/notes", "{\"text\": \"beam is back\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.as(ShiftNoteView.class).by()).isEqualTo(mara.name());
        var notes = Api.JSON.readValue(
                mara.api().get("/api/v1/shift/notes?limit=1").body(), new TypeReference<Page<ShiftNoteView>>() {});
        assertThat(notes.items()).hasSize(1);
        assertThat(mara.api().post("/api/v1/shift/notes", "{}").status()).isEqualTo(400);
        assertThat(mara.api()
                        .post("/api/v1/shift/notes", "{\"text\": \"" + "x".repeat(4001) + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(new Api(server.url(), null)
                        .post("/api/v1/shift/notes", "{\"text\": \"x\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void letsOperatorsAcknowledgeAndSilenceOnThePage() {
        var late = alarm("femb");
        assertThat(get(viewer, "/alarms")).contains("femb is late").doesNotContain("action=\"/alarms/");
        assertThat(viewer.post("/alarms/" + late + "/ack", Map.of()).status()).isEqualTo(403);

        assertThat(get(operator, "/alarms")).contains("action=\"/alarms/" + late + "/ack\"");
        var known = operator.post("/alarms/" + late + "/ack", Map.of("note", "pilots are <b>queued</b>"));
        assertThat(text(operator.follow(known).body()))
                .contains(
                        "Acknowledged: femb is late.", "pilots are &lt;b&gt;queued&lt;/b&gt;", "acknowledged by otto");
        assertThat(operator.post("/alarms/" + late + "/ack", Map.of()).status()).isEqualTo(409);

        get(operator, "/alarms");
        assertThat(operator.post("/alarms/" + late + "/silence", Map.of("hours", "4"))
                        .body())
                .contains("Nothing was changed.", "say why");
        get(operator, "/alarms");
        var silent = operator.post(
                "/alarms/" + late + "/silence", Map.of("hours", "4", "reason", "calibration", "all", "true"));
        assertThat(text(operator.follow(silent).body())).contains("Silenced until", "late: all", "“calibration”");

        var silence = server.db()
                .sql("select id from alarm_silence where ended_at is null and object is null")
                .query(Long.class)
                .single();
        get(operator, "/alarms");
        var ended = operator.post("/alarms/silences/" + silence + "/end", Map.of("reason", "done"));
        assertThat(text(operator.follow(ended).body()))
                .contains("Silence " + silence + " was ended.", "Nothing is kept silent.");
        assertThat(text(get(viewer, "/handover"))).contains("pilots are &lt;b&gt;queued&lt;/b&gt;");
    }

    @Test
    void pagesThroughAllAlarmsAndNarrowsThemDown() {
        server.db()
                .sql("insert into alarm (rule, object, severity, brief, sentence, raised_at, cleared_at)"
                        + " select 'NUMBER', 'range-' || n, 'BROKEN', 'range-' || n || ' is out', 'Out.',"
                        + " now() - interval '30 d', now() - interval '29 d' from generate_series(1, 60) n")
                .update();

        var first = rows(get(viewer, "/alarms?severity=broken&rule=number"));
        var html = get(viewer, "/alarms?severity=broken&rule=number&after=" + first.getLast());
        var second = rows(html);

        assertThat(first).hasSize(50).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(second).hasSize(10).doesNotContainAnyElementsOf(first);
        assertThat(rows(get(viewer, "/alarms?severity=broken&rule=number&before=" + second.getFirst())))
                .isEqualTo(first);
        assertThat(rows(get(viewer, "/alarms?object=RANGE-60"))).hasSize(1);
        assertThat(rows(get(viewer, "/alarms?state=open&rule=number"))).isEmpty();
        assertThat(text(get(viewer, "/alarms?state=open&rule=number"))).contains("No alarm matches");
        assertThat(get(viewer, "/alarms?colour=red")).contains("chip bad", "colour=red");
        assertThat(text(get(viewer, "/alarms?object=range-"))).contains("60 match of ");
    }

    private static List<Long> rows(String html) {
        return ROW.matcher(html).results().map(it -> Long.valueOf(it.group(1))).toList();
    }

    @Test
    void hasTheNumberOfOpenAlarmsOnEveryPage() {
        assertThat(get(viewer, "/jobs"))
                .containsPattern("aria-label=\"\\d+ alarms? open\"")
                .contains("href=\"/alarms\"");
    }
}
