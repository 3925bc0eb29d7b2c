package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** Lists of jobs: filters and pages. */
class JobListIT {

    private static TestServer server;
    private static Api api;

    /** By the names that the tests use: one finished, one failed, one waiting for any site, one held for the local one. */
    private static Map<String, JobId> jobs = Map.of();

    private static PilotId pilot = new PilotId(1);
    private static String host = "";

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        api = server.api();
        var worker = ScriptedPilot.register(server);
        pilot = worker.id();
        host = String.valueOf(
                api.get("/api/v1/pilots/" + pilot).as(PilotDetail.class).pilot().host());
        var done = api.submit(aJob().ofType("evdisp")
                .with("name", "Event Display 5077")
                .with("run", 5077)
                .with("subrun", 1));
        worker.say(false, finished(worker.claim()));
        var bad = api.submit(aJob().ofType("evdisp")
                .with("name", "Event display 5078")
                .with("run", 5078)
                .with("subrun", 1));
        worker.say(false, failed(worker.claim(), 3));
        var waiting = api.submit(aJob().ofType("purity")
                .with("name", "100% of it_s data")
                .with("run", 5078)
                .with("subrun", 2));
        var held = api.submit(aJob().ofType("purity")
                .with("name", "1000")
                .with("site", "local")
                .with("state", "template"));
        jobs = Map.of("done", done, "bad", bad, "waiting", waiting, "held", held);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state=FINISHED              | done
            state=finished,%20Failed    | bad,done
            state=template              | held
            state=CANCELLED             |
            jobtype=evdisp              | bad,done
            jobtype=Evdisp              |
            user=nobody                 |
            user=USER&after=AFTER_ALL    | held,waiting,bad,done
            site=local                  | held,bad,done
            site=cern                   |
            host=HOST                   | bad,done
            host=elsewhere              |
            pilot=PILOT                 | bad,done
            reason=exit_code            | bad
            reason=SIGNAL,TIME_LIMIT    |
            run=5078                    | waiting,bad
            run=5078&subrun=2           | waiting
            run=5077-5078               | waiting,bad,done
            run=5077,5079               | done
            q=event%20DISPLAY           | bad,done
            q=it_s&from=1h              | waiting
            from=1h&after=AFTER_ALL     | held,waiting,bad,done
            to=1h                       |
            endedfrom=1h                | bad,done
            endedto=1h                  |
            subrun=1                    | bad,done
            name=event%20DISPLAY        | bad,done
            name=%25                    | waiting
            name=_                      | waiting
            name=100                    | held,waiting
            id=ID_OF_DONE,ID_OF_HELD    | held,done
            id=999999                   |
            jobtype=evdisp&state=FAILED | bad
            limit=2&after=AFTER_ALL     | held,waiting
            after=ID_OF_WAITING         | bad,done
            """)
    void showsWhatTheFilterSaysNewestFirst(String query, @Nullable String expected) {
        var found = page("?" + filledIn(query)).items();

        var names = expected == null ? new String[0] : expected.split(",");
        assertThat(found)
                .extracting(JobView::id)
                .containsExactlyElementsOf(
                        List.of(names).stream().map(jobs::get).toList());
    }

    private static String filledIn(String query) {
        return query.replace("USER", System.getProperty("user.name"))
                .replace("HOST", host)
                .replace("PILOT", pilot.toString())
                .replace("ID_OF_DONE", String.valueOf(jobs.get("done")))
                .replace("ID_OF_HELD", String.valueOf(jobs.get("held")))
                .replace(
                        "AFTER_ALL",
                        String.valueOf(jobs.getOrDefault("held", new JobId(0)).value() + 1))
                .replace("ID_OF_WAITING", String.valueOf(jobs.get("waiting")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            colour=red    | colour
            State=FAILED  | State
            state=DONE    | state
            reason=FATE   | reason
            limit=0       | limit
            limit=1001    | limit
            limit=all     | limit
            after=x       | after
            run=last      | run
            run=9-7       | run
            from=soon     | from
            endedto=x     | endedto
            pilot=mine    | pilot
            id=abc        | id
            id=1,x        | id
            """)
    void refusesAFilterThatItDoesNotUnderstandAndNamesIt(String query, String name) {
        var answer = api.get("/api/v1/jobs?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().errors())
                .singleElement()
                .extracting("field")
                .isEqualTo(name);
        assertThat(answer.problem().detail()).contains(name);
    }

    @Test
    void showsEveryJobOnceThoughOthersArriveMeanwhile() {
        var submitted = api.submit(aJob().ofType("paged").times(120)).items().stream()
                .map(Submitted.Item::id)
                .toList();

        var seen = new ArrayList<JobId>();
        var pages = 0;
        @Nullable String next = null;
        do {
            var page = page("?jobtype=paged&limit=25" + (next == null ? "" : "&after=" + next));
            page.items().forEach(it -> seen.add(it.id()));
            next = page.next();
            pages++;
            api.submit(aJob().ofType("paged").times(7));
        } while (next != null);

        assertThat(pages).isEqualTo(5);
        assertThat(seen).containsExactlyElementsOf(submitted.reversed());
    }

    @Test
    void tellsTheNextPageOnlyIfThereIsOne() {
        api.submit(aJob().ofType("counted").times(10));

        var whole = api.get("/api/v1/jobs?jobtype=counted&limit=10");
        var part = page("?jobtype=counted&limit=9");
        var rest = api.get("/api/v1/jobs?jobtype=counted&limit=9&after=" + part.next());

        assertThat(Api.JSON.readTree(whole.body()).has("next")).isFalse();
        assertThat(part.items()).hasSize(9);
        assertThat(Api.JSON.readTree(rest.body()).get("items").size()).isEqualTo(1);
        assertThat(Api.JSON.readTree(rest.body()).has("next")).isFalse();
    }

    @Test
    void showsFiftyJobsUnlessToldOtherwise() {
        api.submit(aJob().ofType("fifty").times(60));

        assertThat(page("?jobtype=fifty").items()).hasSize(50);
    }

    private static Page<JobView> page(String query) {
        return Api.JSON.readValue(api.get("/api/v1/jobs" + query).body(), new TypeReference<>() {});
    }
}
