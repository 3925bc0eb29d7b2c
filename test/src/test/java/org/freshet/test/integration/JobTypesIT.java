package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobTypeView;
import org.freshet.protocol.JobTypeView.Order;
import org.freshet.protocol.Page;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** What a person decides about job types. */
class JobTypesIT extends DispatchFixture {

    private static final String FROM = "127.0.0.1 user ";
    private static final String USER = System.getProperty("user.name");

    @Test
    void countsWhatIsHeldWaitsAndRuns() {
        api.submit(aJob().ofType("counted").with("state", "template").times(3));
        api.submit(aJob().ofType("counted").times(2));
        var pilot = ScriptedPilot.register(server);
        pilot.claim();

        assertThat(type("counted")).satisfies(it -> {
            assertThat(List.of(it.held(), it.waiting(), it.running())).containsExactly(3L, 1L, 1L);
            assertThat(it.limit()).isNull();
            assertThat(it.order()).isEqualTo(Order.OLDEST_FIRST);
        });
        assertThat(list("?limit=1000")).contains(type("counted"));
    }

    @Test
    void listsByNamePageByPage() {
        for (var name : new String[] {"page-a", "page-b", "page-c"}) {
            limit(name, "{\"limit\": 1, \"create\": true}");
        }

        var answer = api.get("/api/v1/jobtypes?after=page-&limit=2");
        var first = Api.JSON.readValue(answer.body(), new TypeReference<Page<JobTypeView>>() {});

        assertThat(first.items()).extracting(JobTypeView::name).containsExactly("page-a", "page-b");
        assertThat(first.next()).isEqualTo("page-b");
        assertThat(list("?after=page-b&limit=1")).extracting(JobTypeView::name).containsExactly("page-c");
    }

    @Test
    void limitsHowManyRunAndLetsAParkedPilotWorkAtOnceWhenTheLimitIsLifted() throws Exception {
        api.submit(aJob().ofType("limited").times(2));
        limit("limited", "{\"limit\": 1, \"reason\": \"the disk is slow\"}");
        ScriptedPilot.register(server).claim();
        var other = ScriptedPilot.register(server);
        assertThat(other.say(true).job()).isNull();

        var wish = other.waitForAJob();
        limit("limited", "{\"limit\": null}");

        assertThat(wish.get(5, TimeUnit.SECONDS).job()).isNotNull();
        assertThat(history("limited"))
                .containsSubsequence(
                        FROM + USER + " {\"limit\": {\"to\": 1, \"from\": null}} the disk is slow",
                        FROM + USER + " {\"limit\": {\"to\": null, \"from\": 1}} null");
    }

    @Test
    void turnsTheQueueOfATypeAroundAndBack() {
        var jobs = api.submit(aJob().ofType("turned").times(4)).items().stream()
                .map(it -> it.id())
                .toList();
        var others = api.submit(aJob().ofType("unturned").with("priority", -5).times(2)).items().stream()
                .map(it -> it.id())
                .toList();
        var pilot = ScriptedPilot.register(server);

        order("turned", "NEWEST_FIRST");
        assertThat(next(pilot)).isEqualTo(jobs.get(3));
        order("turned", "OLDEST_FIRST");
        assertThat(next(pilot)).isEqualTo(jobs.get(0));
        order("turned", "NEWEST_FIRST");
        var newest = api.submit(aJob().ofType("turned"));
        assertThat(List.of(next(pilot), next(pilot), next(pilot), next(pilot)))
                .containsExactly(newest, jobs.get(2), jobs.get(1), others.get(0));

        assertThat(type("turned").order()).isEqualTo(Order.NEWEST_FIRST);
        assertThat(history("turned"))
                .contains(FROM + USER + " {\"order\": {\"to\": \"NEWEST_FIRST\", \"from\": \"OLDEST_FIRST\"}} null");
    }

    @Test
    void saysFromWhenOnATypeIsLateAndTellsIt() {
        late("hurried", "{\"lateAfterSeconds\": 300, \"create\": true, \"reason\": \"shifters ask\"}");
        assertThat(type("hurried").lateAfterSeconds()).isEqualTo(300);

        late("hurried", "{\"lateAfterSeconds\": null}");
        late("hurried", "{\"lateAfterSeconds\": null}");

        assertThat(type("hurried").lateAfterSeconds()).isNull();
        assertThat(history("hurried"))
                .hasSize(3)
                .contains(FROM + USER + " {\"lateAfterSeconds\": {\"to\": 300, \"from\": null}} shifters ask");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"lateAfterSeconds\": 0}",
                "{\"lateAfterSeconds\": -5}",
                "{\"lateAfterSeconds\": 1.5}",
                "{\"lateAfterSeconds\": \"5m\"}",
                "{\"lateAfterSeconds\": 3000000000}"
            })
    void refusesWhatIsNoTime(String body) {
        api.submit(aJob().ofType("strict"));

        assertThat(api.post("/api/v1/jobtypes/strict/late", body).status()).isEqualTo(400);
        assertThat(type("strict").lateAfterSeconds()).isNull();
    }

    @Test
    void tellsTheHistoryOfChangesOnly() {
        limit("steady", "{\"limit\": 3, \"create\": true}");
        limit("steady", "{\"limit\": 3}");
        order("steady", "OLDEST_FIRST");

        assertThat(history("steady")).hasSize(2);
    }

    @Test
    void makesATypeOnlyWhenToldAndElseSaysWhatMayHaveBeenMeant() {
        api.submit(aJob().ofType("evdisp"));

        var unknown = api.post("/api/v1/jobtypes/evdsp/limit", "{\"limit\": 1}");
        var made = api.post("/api/v1/jobtypes/brand%20new/limit", "{\"limit\": 0, \"create\": true}");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.problem().detail()).startsWith("There is no job type \"evdsp\"; did you mean \"evdisp\"?");
        assertThat(api.get("/api/v1/jobtypes/evdsp").status()).isEqualTo(404);
        assertThat(made.as(JobTypeView.class).name()).isEqualTo("brand new");
        assertThat(made.as(JobTypeView.class).limit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"limit\": -1}",
                "{\"limit\": 1.5}",
                "{\"limit\": \"3\"}",
                "{\"limit\": 3000000000}",
                "{\"limit\": 3, \"limt\": 4}",
                "{\"limit\": []}",
                "[]",
                "",
                "{\"limit\": 3, \"reason\": \"\\u0000\"}"
            })
    void refusesWhatIsNoLimit(String body) {
        api.submit(aJob().ofType("strict"));
        limit("strict", "{\"limit\": 2}");

        assertThat(api.post("/api/v1/jobtypes/strict/limit", body).status()).isEqualTo(400);
        assertThat(type("strict").limit()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"order, {}", "order, {\"order\": \"SIDEWAYS\"}", "order, {\"order\": null}"})
    void refusesWhatIsNoOrder(String what, String body) {
        api.submit(aJob().ofType("strict"));

        assertThat(api.post("/api/v1/jobtypes/strict/" + what, body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "a%00b", "%22", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void makesNoTypeWithAnImpossibleName(String name) {
        var before = list("?limit=1000").size();

        assertThat(api.post("/api/v1/jobtypes/" + name + "/limit", "{\"limit\": 1, \"create\": true}")
                        .status())
                .isEqualTo(400);
        assertThat(list("?limit=1000")).hasSize(before);
    }

    private static JobId next(ScriptedPilot pilot) {
        var job = pilot.claim();
        pilot.say(false, finished(job));
        return job.attempt().job();
    }

    private static JobTypeView type(String name) {
        return api.get("/api/v1/jobtypes/" + name).as(JobTypeView.class);
    }

    private static List<JobTypeView> list(String query) {
        return Api.JSON
                .readValue(api.get("/api/v1/jobtypes" + query).body(), new TypeReference<Page<JobTypeView>>() {})
                .items();
    }

    private static void limit(String name, String body) {
        var answer = api.post("/api/v1/jobtypes/" + name + "/limit", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void late(String name, String body) {
        var answer = api.post("/api/v1/jobtypes/" + name + "/late", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void order(String name, String order) {
        var answer = api.post("/api/v1/jobtypes/" + name + "/order", "{\"order\": \"" + order + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** Of each change from where it came, who made it, what it was, and why. */
    private static List<String> history(String name) {
        return server.db().sql("""
                        select split_part(coalesce(e.origin, 'nowhere'), ' ', 1) || ' ' || e.actor || ' ' || coalesce(e.data::text, 'null') || ' ' || coalesce(e.reason, 'null')
                        from event e
                        join job_type t on t.id = e.entity_id
                        where e.entity = 'jobtype' and t.name = :name
                        order by e.at
                        """).param("name", name).query(String.class).list();
    }
}
