package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.freshet.protocol.JobId;
import org.freshet.protocol.PilotDetail;
import org.freshet.test.support.Api;
import org.freshet.test.support.Browser;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of jobs as a page: filters, orders, places and files, on a real database. */
class JobSearchIT {

    private static final Pattern ROW = Pattern.compile("data-row=\"(\\d+)\"");
    private static final Pattern OLDER = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
    private static final Pattern NEWER = Pattern.compile("rel=\"prev\" href=\"([^\"]+)\"");

    private static TestServer server;
    private static Browser browser;

    /** By the names that the tests use. */
    private static Map<String, JobId> jobs = Map.of();

    private static String host = "";

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        browser = new Browser(server.url());
        var api = server.api();
        var worker = ScriptedPilot.register(server);
        host = String.valueOf(api.get("/api/v1/pilots/" + worker.id())
                .as(PilotDetail.class)
                .pilot()
                .host());
        var done = api.submit(aJob().ofType("evdisp")
                .with("name", "Event Display")
                .with("run", 5077)
                .with("env", Map.of("P3S_INPUT_FILE", "/data/raw_0014.root")));
        worker.say(false, finished(worker.claim()));
        var bad = api.submit(aJob().ofType("monitor").with("name", "noise").with("run", 5078));
        worker.say(false, failed(worker.claim(), 65));
        var waiting = api.submit(aJob().ofType("purity")
                .with("name", "100% of it_s data")
                .with("run", 5080)
                .with("outputs", List.of("purity_0031.csv")));
        var held = api.submit(aJob().ofType("purity")
                .with("name", "no run")
                .with("state", "template")
                .with("site", "local"));
        server.db()
                .sql("update job set defined_at = defined_at - interval '3 h' where id <= :id")
                .param("id", bad.value())
                .update();
        server.db()
                .sql("update job set message = 'cannot open <b>dl7</b>' where id = :id")
                .param("id", bad.value())
                .update();
        jobs = Map.of("done", done, "bad", bad, "waiting", waiting, "held", held);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Long> rows(String path) {
        var page = browser.get(path);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return ROW.matcher(page.body())
                .results()
                .map(it -> Long.valueOf(it.group(1)))
                .toList();
    }

    private static List<Long> ids(@Nullable String names) {
        return names == null
                ? List.of()
                : List.of(names.split(",")).stream()
                        .map(it -> jobs.getOrDefault(it, new JobId(0)).value())
                        .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state=FINISHED                    | done
            state=DEFINED                     | waiting
            state=DEFINED,RUNNING             | waiting
            state=RUNNING                     |
            state=TEMPLATE,DEFINED            | held,waiting
            reason=EXIT_CODE                  | bad
            type=purity                       | held,waiting
            type=purity,evdisp                | held,waiting,done
            jobtype=evdisp                    | done
            user=nobody                       |
            site=local                        | held,bad,done
            host=HOST                         | bad,done
            host=elsewhere                    |
            run=5077                          | done
            run=5077-5078                     | bad,done
            run=5077-5078,5080                | waiting,bad,done
            run=5079                          |
            q=EVENT                           | done
            q=raw_0014                        | done
            q=purity_0031                     | waiting
            q=%3Cb%3Edl7                      | bad
            q=%25                             | waiting
            q=ID_OF_BAD&type=monitor          | bad
            name=_s                           | waiting
            from=1h                           | held,waiting
            to=1h                             | bad,done
            from=4h&to=2h                     | bad,done
            from=2020-01-01&to=2020-01-02     |
            endedfrom=1h                      | bad,done
            endedto=1h                        |
            id=ID_OF_BAD                      | bad
            sort=oldest                       | done,bad,waiting,held
            sort=run                          | waiting,bad,done
            sort=type                         | done,bad,held,waiting
            sort=type&state=FAILED,FINISHED   | done,bad
            sort=oldest&run=5077-5080         | done,bad,waiting
            """)
    void showsWhatTheAddressMeansInItsOrder(String query, @Nullable String expected) {
        var path = "/jobs?" + query.replace("HOST", host).replace("ID_OF_BAD", String.valueOf(jobs.get("bad")));

        assertThat(rows(path)).isEqualTo(ids(expected));
    }

    @Test
    void countsWhatItShows() {
        assertThat(browser.get("/jobs?type=purity").body()).contains(">2 match of 4<");
        assertThat(browser.get("/jobs?run=5077-5078").body()).contains(">2 match of 4<");
        assertThat(browser.get("/jobs?q=noise&colour=red").body()).contains(">1 match of 4<", "colour=red");
        assertThat(browser.get("/jobs").body()).contains(">4 jobs<");
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest", "run", "type"})
    void turnsPagesInEveryOrderThereAndBack(String order) {
        try (var other = TestServer.start()) {
            var all = new ArrayList<Long>();
            for (int n = 0; n < 130; n++) {
                all.add(other.api()
                        .submit(aJob().ofType("t" + n % 3)
                                .with("run", 100 + n % 7)
                                .with("state", "template"))
                        .value());
            }
            var visitor = new Browser(other.url());
            var seen = new ArrayList<Long>();
            var page = visitor.get("/jobs?sort=" + order);
            var pages = new ArrayList<List<Long>>();
            while (true) {
                var rows = ROW.matcher(page.body())
                        .results()
                        .map(it -> Long.valueOf(it.group(1)))
                        .toList();
                pages.add(rows);
                seen.addAll(rows);
                var older = OLDER.matcher(page.body());
                if (!older.find()) {
                    break;
                }
                page = visitor.get(older.group(1).replace("&amp;", "&"));
            }
            var newer = NEWER.matcher(page.body());
            assertThat(newer.find()).isTrue();
            var back = visitor.get(newer.group(1).replace("&amp;", "&"));

            assertThat(seen).doesNotHaveDuplicates().hasSize(130).containsExactlyInAnyOrderElementsOf(all);
            assertThat(pages).extracting(List::size).containsExactly(50, 50, 30);
            assertThat(ROW.matcher(back.body())
                            .results()
                            .map(it -> Long.valueOf(it.group(1)))
                            .toList())
                    .isEqualTo(pages.get(1));
        }
    }

    @Test
    void searchesInStepsWhereNoIndexLeads() {
        try (var large = TestServer.start()) {
            var first = large.api().submit(aJob().with("name", "needle").with("state", "template"));
            large.db().sql("""
                    insert into job (name, jobtype, requirement_id, state, owner, payload, env, time_limit_s)
                    select 'hay', jobtype, requirement_id, 'TEMPLATE', owner, payload, env, time_limit_s
                    from job, generate_series(1, 50100)
                    """).update();
            var visitor = new Browser(large.url());

            var here = visitor.get("/jobs?name=needle").body();
            var onward = OLDER.matcher(here);

            assertThat(here).contains("0 match of the 50,000", "Search on").doesNotContain("data-row");
            assertThat(onward.find()).isTrue();
            assertThat(visitor.get(onward.group(1).replace("&amp;", "&")).body())
                    .contains("data-row=\"" + first + "\"");
            assertThat(visitor.get("/jobs.csv?name=needle").body()).contains("\r\n" + first + ",needle,");
        }
    }

    @Test
    void givesWhatMatchesAsFiles() {
        var csv = browser.get("/jobs.csv?type=purity&colour=red");
        var json = browser.get("/jobs.json?type=purity");

        assertThat(csv.body().lines().toList()).hasSize(4).first().asString().startsWith("id,name,type,state,");
        assertThat(csv.body()).contains(jobs.get("held") + ",no run,purity,TEMPLATE", "colour=red");
        var tree = Api.JSON.readTree(json.body());
        assertThat(tree.path("items").size()).isEqualTo(2);
        assertThat(tree.path("complete").asBoolean()).isTrue();
        assertThat(tree.path("items").get(1).path("name").asString()).isEqualTo("100% of it_s data");
    }
}
