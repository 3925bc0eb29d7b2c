package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmSilenceView;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.AlarmView;
import org.freshet.protocol.AuditEntry;
import org.freshet.protocol.FreshnessView;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.server.alarm.AlarmSweep;
import org.freshet.test.support.Api;
import org.freshet.test.support.Browser;
import org.freshet.test.support.Person;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** Alarms: what begins one and what ends it, what people do about them, and what is written down of all that. */
class AlarmsIT {

    private static final String[] RULES = {
        "freshet.pilot.long-poll=1s",
        "freshet.alarm.clear-after=0s",
        "freshet.freshness.late-after=15m",
        "freshet.alarm.numbers.crt-rate.service=crt",
        "freshet.alarm.numbers.crt-rate.path=trigger.rates.0",
        "freshet.alarm.numbers.crt-rate.min=10",
        "freshet.alarm.numbers.crt-rate.max=40",
        "freshet.alarm.numbers.crt-rate.severity=broken"
    };

    private static final TypeReference<Page<FreshnessView>> FRESHNESS = new TypeReference<>() {};

    private static TestServer server;
    private static Api api;
    private static Person operator;

    @BeforeAll
    static void start() {
        server = TestServer.start(RULES);
        api = server.api();
        operator = Person.with(server, Role.OPERATOR);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<AlarmView> alarms(String query) {
        var answer = api.get("/api/v1/alarms" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Api.JSON
                .readValue(answer.body(), new TypeReference<Page<AlarmView>>() {})
                .items();
    }

    private static AlarmView newest(AlarmRule rule, String object) {
        return alarms("?rule=" + rule + "&object=" + object).getFirst();
    }

    private static void look() {
        server.part(AlarmSweep.class).sweep();
    }

    /** A job that no pilot takes. */
    private static long waits(String type, String since) {
        var job =
                api.submit(aJob().ofType(type).with("tags", List.of("nowhere"))).value();
        server.db()
                .sql("update job set defined_at = now() - cast(:since as interval) where id = :job")
                .param("since", since)
                .param("job", job)
                .update();
        return job;
    }

    private static String standing(String type) {
        return Api.JSON.readValue(api.get("/api/v1/freshness?limit=1000").body(), FRESHNESS).items().stream()
                .filter(it -> it.jobtype().equals(type))
                .map(it -> it.standing() + " " + it.countsFrom())
                .findFirst()
                .orElseThrow();
    }

    private static void limit(String type, int seconds) {
        var answer = api.post(
                "/api/v1/jobtypes/" + type + "/late", "{\"lateAfterSeconds\": " + seconds + ", \"create\": true}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void isRaisedForATypeWhoseOldestJobWaitsForTooLongAndIsOverWhenItDoesNot() {
        limit("quick", 60);
        limit("patient", 86_400);
        waits("quick", "30 s");
        look();
        assertThat(alarms("?rule=late&object=quick")).isEmpty();
        assertThat(standing("quick")).as("it never had a result").isEqualTo("UNKNOWN null");

        var job = waits("quick", "90 s");
        waits("usual", "2 min");
        waits("patient", "3 h");
        look();

        var alarm = newest(AlarmRule.LATE, "quick");
        assertThat(alarm.state()).isEqualTo(AlarmState.OPEN);
        assertThat(alarm.severity()).isEqualTo(AlarmSeverity.LATE);
        assertThat(alarm.brief()).isEqualTo("quick is late");
        assertThat(alarm.sentence())
                .matches("quick is late: the result of job " + job
                        + " is still to come, 1 min 3\\d s after its job was defined; the limit is 1 min 00 s\\.");
        assertThat(alarm.command()).isEqualTo("freshet explain " + job);
        assertThat(alarm.value()).isBetween(90.0, 120.0);
        assertThat(alarm.limit()).isEqualTo(60.0);
        assertThat(standing("quick")).as("as the pages say").isEqualTo("LATE DEFINITION");
        assertThat(alarms("?rule=late&object=usual")).isEmpty();
        assertThat(alarms("?rule=late&object=patient")).isEmpty();

        api.post("/api/v1/jobs/" + job + "/cancel", "{}");
        look();

        assertThat(newest(AlarmRule.LATE, "quick").state()).isEqualTo(AlarmState.CLEARED);
        assertThat(ServiceLogEntry.of(server, "alarm").stream()
                        .map(ServiceLogEntry::message)
                        .filter(it -> it.contains("quick")))
                .satisfiesExactly(
                        it -> assertThat(it).startsWith("quick is late: the result of job "),
                        it -> assertThat(it).startsWith("Over: quick is late. It lasted "));
    }

    @Test
    void isRaisedForATypeWhoseNewestResultCameTooLongAfterItsData() {
        var pilot = ScriptedPilot.register(server);
        api.submit(aJob().ofType("slow")
                .with("dataTime", Instant.now().minusSeconds(3600).toString()));
        pilot.say(false, finished(pilot.claim()));
        api.submit(aJob().ofType("reprocessed").with("dataTime", "2018-11-20T03:00:00Z"));
        pilot.say(false, finished(pilot.claim()));
        look();

        assertThat(newest(AlarmRule.LATE, "slow").sentence())
                .matches("slow is late: its newest result came 1 h 00 min after its data; the limit is 15 min 00 s\\.");
        assertThat(standing("slow")).isEqualTo("LATE DATA");
        assertThat(alarms("?rule=late&object=reprocessed")).isEmpty();
        assertThat(standing("reprocessed")).isEqualTo("OK DEFINITION");

        api.submit(aJob().ofType("slow")
                .with("dataTime", Instant.now().minusSeconds(10).toString()));
        pilot.say(false, finished(pilot.claim()));
        look();

        assertThat(newest(AlarmRule.LATE, "slow").state()).isEqualTo(AlarmState.CLEARED);
    }

    @Test
    void isNotRaisedForATypeWithoutWorkNorForAJobThatAPersonPutBackAMomentAgo() {
        var pilot = ScriptedPilot.register(server);
        var job = api.submit(aJob().ofType("seldom").with("retries", 0));
        pilot.say(false, failed(pilot.claim(), 65));
        server.db()
                .sql("update job set defined_at = now() - interval '3 h' where id = :job")
                .param("job", job.value())
                .update();
        look();
        assertThat(alarms("?rule=late&object=seldom"))
                .as("no result is to come")
                .isEmpty();

        api.change(job, "retry");
        look();
        assertThat(alarms("?rule=late&object=seldom"))
                .as("it waits since somebody put it back")
                .isEmpty();

        pilot.say(false, finished(pilot.claim()));
        look();
        assertThat(alarms("?rule=late&object=seldom")).isEmpty();
        assertThat(standing("seldom")).isEqualTo("OK QUEUED_AGAIN");
    }

    @Test
    void isRaisedForTypesAndHostsOfWhichTooManyJobsFail() {
        var pilot = ScriptedPilot.register(server);
        for (int n = 0; n < 4; n++) {
            api.submit(aJob().ofType("femb"));
            pilot.say(false, failed(pilot.claim(), 65));
        }
        look();
        assertThat(alarms("?rule=failing_type&object=femb"))
                .as("four are too few to say anything")
                .isEmpty();

        api.submit(aJob().ofType("femb"));
        pilot.say(false, finished(pilot.claim()));
        var again = api.submit(aJob().ofType("femb").with("retries", 1));
        pilot.say(false, failed(pilot.claim(), 65)); // goes back to the queue, and counts all the same
        api.change(again, "cancel");
        look();

        var alarm = newest(AlarmRule.FAILING_TYPE, "femb");
        assertThat(alarm.sentence()).isEqualTo("femb: 5 of 6 attempts of the last 15 min failed; the limit is 20 %.");
        assertThat(alarm.command()).isEqualTo("freshet job list --state failed --type femb");
        assertThat(alarms("?rule=failing_host&state=open"))
                .singleElement()
                .satisfies(it -> assertThat(it.sentence())
                        .startsWith("Host host-")
                        .endsWith(": 5 of 6 attempts of the last 15 min failed; the limit is 50 %."));

        server.db()
                .sql("update event set at = at - interval '16 min' where entity = 'job' and entity_id in"
                        + " (select id from job where jobtype = 'femb')")
                .update();
        look();

        assertThat(newest(AlarmRule.FAILING_TYPE, "femb").state()).isEqualTo(AlarmState.CLEARED);
        assertThat(alarms("?rule=failing_host&state=open")).isEmpty();
    }

    @Test
    void keepsLookingAtTheOthersWhenOneRuleCannotBeLookedAt() {
        crt("{\"trigger\": {\"rates\": [3]}}");
        server.db().sql("""
                        insert into service_log (service, message, data)
                        values ('crt', 'rates', '{"trigger": {"rates": [1e999]}}')
                        """).update();
        look();
        var job = waits("quick", "95 s");
        assertThat(alarms("?rule=unwatched")).isEmpty();
        look();

        assertThat(newest(AlarmRule.LATE, "quick").state()).isEqualTo(AlarmState.OPEN);
        assertThat(newest(AlarmRule.NUMBER, "crt-rate").state()).isEqualTo(AlarmState.OPEN);
        var unwatched = newest(AlarmRule.UNWATCHED, "number");
        assertThat(unwatched)
                .returns(AlarmState.OPEN, AlarmView::state)
                .returns(AlarmSeverity.UNKNOWN, AlarmView::severity);
        assertThat(unwatched.sentence())
                .startsWith("The rule “number” cannot be looked at: ")
                .contains("out of range");

        api.post("/api/v1/jobs/" + job + "/cancel", "{}");
        crt("{\"trigger\": {\"rates\": [25]}}");

        for (var rule : List.of(AlarmRule.UNWATCHED, AlarmRule.NUMBER, AlarmRule.LATE)) {
            assertThat(alarms("?rule=" + rule + "&state=open")).as("%s", rule).isEmpty();
        }
    }

    @Test
    void saysWhenNobodyLooks() {
        look();
        var browser = new Browser(server.url());
        assertThat(browser.get("/alarms").body()).contains("looked at").doesNotContain("Nobody looks at the rules");
        assertThat(browser.get("/").body()).doesNotContain("obody looks at the rules");

        server.db().sql("update alarm_look set at = at - interval '75 s'").update(); // as after a restart
        assertThat(browser.get("/alarms").body()).doesNotContain("Nobody looks at the rules");
        server.db().sql("update alarm_look set at = at - interval '5 min'").update();

        assertThat(browser.get("/alarms").body()).contains("Nobody looks at the rules of alarms since ");
        assertThat(browser.get("/?span=day").body()).contains("Broken: nobody looks at the rules of alarms since ");
        look();
        assertThat(browser.get("/alarms").body()).doesNotContain("Nobody looks at the rules");
    }

    private static void crt(String data) {
        var answer = api.post("/api/v1/log", "{\"service\": \"crt\", \"message\": \"rates\", \"data\": " + data + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        look();
    }

    @Test
    void isRaisedForANumberThatLeavesItsRangeAndIsOverWhenItIsWellInside() {
        crt("{\"trigger\": {\"rates\": [25, 1]}}");
        assertThat(alarms("?rule=number")).isEmpty();

        crt("{\"trigger\": {\"rates\": [3.2]}}");
        crt("{\"other\": true}");
        var alarm = newest(AlarmRule.NUMBER, "crt-rate");
        assertThat(alarm.sentence()).matches("crt-rate: 3\\.2 at [0-9:]+ UTC is below 10\\.");
        assertThat(alarm.severity()).isEqualTo(AlarmSeverity.BROKEN);
        assertThat(alarm.value()).isEqualTo(3.2);
        assertThat(alarm.limit()).isEqualTo(10.0);
        assertThat(alarm.detail()).startsWith("It is trigger.rates.0 in the entries of crt.");

        crt("{\"trigger\": {\"rates\": [10.1]}}");
        assertThat(newest(AlarmRule.NUMBER, "crt-rate").state())
                .as("it may leave its range at once again")
                .isEqualTo(AlarmState.OPEN);
        assertThat(newest(AlarmRule.NUMBER, "crt-rate").sentence()).contains("10.1", "is near its limit 10.");

        crt("{\"trigger\": {\"rates\": [12]}}");
        assertThat(newest(AlarmRule.NUMBER, "crt-rate").state()).isEqualTo(AlarmState.CLEARED);
        crt("{\"trigger\": {\"rates\": [39.9]}}");
        assertThat(alarms("?rule=number&state=open"))
                .as("being near raises nothing")
                .isEmpty();
        crt("{\"trigger\": {\"rates\": [25]}}");
    }

    @Test
    void waitsUntilWhatIsMeasuredIsWellForLongEnough() {
        try (var patient = TestServer.start(Stream.concat(
                        Stream.of(RULES).filter(it -> !it.contains("clear-after")),
                        Stream.of("freshet.alarm.clear-after=1h"))
                .toArray(String[]::new))) {
            var log = "{\"service\": \"crt\", \"message\": \"r\", \"data\": {\"trigger\": {\"rates\": [%d]}}}";
            patient.api().post("/api/v1/log", log.formatted(50));
            patient.part(AlarmSweep.class).sweep();
            patient.api().post("/api/v1/log", log.formatted(25));
            patient.part(AlarmSweep.class).sweep();
            var states = "select case when cleared_at is null then 'goes on' else 'over' end from alarm";
            assertThat(patient.db().sql(states).query(String.class).list()).containsExactly("goes on");

            patient.api().post("/api/v1/log", log.formatted(50));
            patient.part(AlarmSweep.class).sweep();
            assertThat(patient.db()
                            .sql("select count(*) from alarm where quiet_since is null")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);

            patient.api().post("/api/v1/log", log.formatted(25));
            patient.part(AlarmSweep.class).sweep();
            patient.db()
                    .sql("update alarm set quiet_since = now() - interval '61 min'")
                    .update();
            patient.part(AlarmSweep.class).sweep();
            assertThat(patient.db().sql(states).query(String.class).list()).containsExactly("over");
        }
    }

    @Test
    void isRaisedOnceHoweverManyServersLook() throws Exception {
        try (var second = server.another(RULES);
                var threads = Executors.newFixedThreadPool(8)) {
            server.db()
                    .sql("insert into watch (service, every_s, late_since) values ('twice', 60, now())")
                    .update();

            var looks = Stream.iterate(0, it -> it + 1)
                    .limit(40)
                    .<Callable<Integer>>map(it -> (it % 2 == 0 ? server : second).part(AlarmSweep.class)::sweep)
                    .toList();
            for (var look : threads.invokeAll(looks)) {
                look.get();
            }
            look();

            assertThat(alarms("?rule=silent&object=twice")).hasSize(1);
            server.db().sql("delete from watch where service = 'twice'").update();
            look();
            assertThat(newest(AlarmRule.SILENT, "twice").state()).isEqualTo(AlarmState.CLEARED);
        }
    }

    private static AlarmView silent(String service) {
        server.db()
                .sql("insert into watch (service, every_s, late_since) values (:service, 60, now())")
                .param("service", service)
                .update();
        look();
        return newest(AlarmRule.SILENT, service);
    }

    @Test
    void isAcknowledgedOnceWithANoteThatTheAuditHas() {
        var alarm = silent("tscan");

        var answer = operator.api().post("/api/v1/alarms/" + alarm.id() + "/ack", "{\"note\": \"cron is restarted\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.as(AlarmView.class)).satisfies(it -> {
            assertThat(it.state()).isEqualTo(AlarmState.ACKNOWLEDGED);
            assertThat(it.acknowledgedBy()).isEqualTo(operator.name());
            assertThat(it.note()).isEqualTo("cron is restarted");
        });
        var again = api.post("/api/v1/alarms/" + alarm.id() + "/ack", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem().detail()).contains("was acknowledged before, by " + operator.name());
        assertThat(audit("alarm")).anySatisfy(it -> {
            assertThat(it.id()).isEqualTo(alarm.id());
            assertThat(it.name()).isEqualTo("tscan is silent");
            assertThat(it.actor()).isEqualTo("user " + operator.name());
            assertThat(it.reason()).isEqualTo("tscan is silent: cron is restarted");
        });

        server.db()
                .sql("update watch set late_since = null where service = 'tscan'")
                .update();
        look();
        assertThat(api.post("/api/v1/alarms/" + alarm.id() + "/ack", "")
                        .problem()
                        .detail())
                .contains("is over already");
        assertThat(api.post("/api/v1/alarms/999999/ack", "").status()).isEqualTo(404);
    }

    @Test
    void isKeptSilentForATimeOrUntilSomebodyEndsThat() {
        var alarm = silent("purge");

        var first =
                silence("{\"rule\": \"SILENT\", \"object\": \"purge\", \"reason\": \"later\", \"expiresIn\": 3600}");
        var second =
                silence("{\"rule\": \"SILENT\", \"object\": \"purge\", \"reason\": \"move\", \"expiresIn\": \"PT2H\"}");

        assertThat(newest(AlarmRule.SILENT, "purge")).satisfies(it -> {
            assertThat(it.state()).isEqualTo(AlarmState.SILENCED);
            assertThat(it.silence()).isEqualTo(second);
        });
        assertThat(silences())
                .extracting(AlarmSilenceView::id)
                .contains(second.id())
                .doesNotContain(first.id());
        assertThat(audit("silence"))
                .anySatisfy(it -> assertThat(it.reason())
                        .startsWith("silent of purge until ")
                        .endsWith(": move"));

        var ended = operator.api().post("/api/v1/alarms/silences/" + second.id() + "/end", "{\"reason\": \"moved\"}");
        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
        assertThat(newest(AlarmRule.SILENT, "purge").state()).isEqualTo(AlarmState.OPEN);
        assertThat(operator.api()
                        .post("/api/v1/alarms/silences/" + second.id() + "/end", "")
                        .status())
                .isEqualTo(404);

        var all = silence("{\"rule\": \"SILENT\", \"reason\": \"power cut\", \"expiresIn\": 60}");
        assertThat(newest(AlarmRule.SILENT, "purge").state()).isEqualTo(AlarmState.SILENCED);
        server.db()
                .sql("update alarm_silence set made_at = now() - interval '2 min', until = now() where id = :id")
                .param("id", all.id())
                .update();
        assertThat(newest(AlarmRule.SILENT, "purge").state()).isEqualTo(AlarmState.OPEN);
        assertThat(newest(AlarmRule.SILENT, "purge").id()).isEqualTo(alarm.id());
        server.db().sql("delete from watch where service = 'purge'").update();
        look();
    }

    private static AlarmSilenceView silence(String wish) {
        var answer = operator.api().post("/api/v1/alarms/silences", wish);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.as(AlarmSilenceView.class);
    }

    private static List<AlarmSilenceView> silences() {
        return Api.JSON
                .readValue(api.get("/api/v1/alarms/silences").body(), new TypeReference<Page<AlarmSilenceView>>() {})
                .items();
    }

    private static List<AuditEntry> audit(String entity) {
        var body = api.get("/api/v1/audit?entity=" + entity).body();
        return Api.JSON
                .readValue(body, new TypeReference<Page<AuditEntry>>() {})
                .items();
    }

    @Test
    void isForOperatorsToChangeAndForAllToRead() {
        var mara = Person.with(server, Role.SUBMITTER).api();

        for (var path : List.of("/api/v1/alarms/1/ack", "/api/v1/alarms/silences", "/api/v1/alarms/silences/1/end")) {
            var answer = mara.post(path, "{}");
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.body()).contains("OPERATOR");
        }
        assertThat(mara.get("/api/v1/alarms").status()).isEqualTo(200);
        assertThat(mara.get("/api/v1/alarms/silences").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rule|{\"object\": \"x\", \"reason\": \"r\", \"expiresIn\": 3600}",
                "rule|{\"rule\": \"FEAR\", \"reason\": \"r\", \"expiresIn\": 3600}",
                "reason|{\"rule\": \"LATE\", \"expiresIn\": 3600}",
                "reason|{\"rule\": \"LATE\", \"reason\": \" \", \"expiresIn\": 3600}",
                "object|{\"rule\": \"LATE\", \"object\": \" \", \"reason\": \"r\", \"expiresIn\": 3600}",
                "expiresIn|{\"rule\": \"LATE\", \"reason\": \"r\"}",
                "expiresIn|{\"rule\": \"LATE\", \"reason\": \"r\", \"expiresIn\": 59}",
                "expiresIn|{\"rule\": \"LATE\", \"reason\": \"r\", \"expiresIn\": \"P32D\"}",
                "until|{\"rule\": \"LATE\", \"reason\": \"r\", \"expiresIn\": 60, \"until\": 1}"
            })
    void refusesWhatIsNoSilence(String field, String body) {
        var answer = operator.api().post("/api/v1/alarms/silences", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(field);
    }

    @Test
    void refusesAFilterThatThereIsNot() {
        assertThat(api.get("/api/v1/alarms?colour=red").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/alarms?state=loud").body()).contains("\\\"loud\\\" is unknown");
        assertThat(api.get("/api/v1/alarms/999999").status()).isEqualTo(404);
    }
}
