package org.freshet.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.JobId;
import org.freshet.protocol.WorkflowId;
import org.freshet.test.chaos.Evidence.Acknowledged;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.JobText;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A true story, in which the checker finds nothing, and one fault planted into it at a time, which it finds. */
class CheckerIT {

    private static final long LEASE = 5_000_000;

    /** Nothing was struck, ever. */
    private static final Strain CALM = new Strain(_ -> false, 1, 1, List.of(), LEASE);

    private static final Map<String, Long> JOBS = new LinkedHashMap<>();
    private static final Map<String, Long> VERTICES = new LinkedHashMap<>();

    private static TestServer server;
    private static WorkflowId workflow;

    /** What the payloads would have written: names of jobs stand for their numbers. */
    private static final List<String> EFFECTS = List.of(
            "start DONE 1 101 10.00 -",
            "end DONE 1 101 10.10 0",
            "start SECOND 1 102 11.00 -",
            "end SECOND 1 102 11.10 0",
            "start RETRIED 1 103 12.00 -",
            "end RETRIED 1 103 12.10 3",
            "start RETRIED 2 104 13.00 -",
            "end RETRIED 2 104 13.10 0",
            "start BROKEN 1 105 14.00 -",
            "end BROKEN 1 105 14.10 3",
            "start LONELY 1 106 15.00 -",
            "end LONELY 1 106 15.10 3",
            "start LONELY 2 107 16.00 -",
            "end LONELY 2 107 16.10 0",
            "start PARENT 1 108 17.00 -",
            "end PARENT 1 108 17.10 0",
            "start CHILD 1 109 18.00 -",
            "end CHILD 1 109 18.10 0");

    /**
     * A fault.
     *
     * @param sql what is changed in the tables; perhaps empty
     * @param lost the beginning of the lines that the payloads did not write
     * @param added a line that they wrote besides
     */
    private record Plant(Rule breaks, String sql, String lost, String added) {

        static Plant inTheTables(Rule breaks, String sql) {
            return new Plant(breaks, sql, "nothing", "");
        }

        static Plant inTheEffects(Rule breaks, String lost, String added) {
            return new Plant(breaks, "", lost, added);
        }
    }

    static List<Plant> plants() {
        return List.of(
                Plant.inTheTables(Rule.IS_FINAL, "update job set state = 'RUNNING', ended_at = null where id = DONE"),
                Plant.inTheTables(
                        Rule.QUEUE_IS_EMPTY,
                        "insert into ready (class_id, priority, seq, job_id) select requirement_id, 0, id, id from job where id = DONE"),
                Plant.inTheTables(
                        Rule.ONE_RESULT,
                        "update attempt set result = 'FINISHED', reason = null where job_id = RETRIED and attempt = 1"),
                Plant.inTheTables(
                        Rule.ONE_RESULT,
                        "insert into event (entity, entity_id, from_state, to_state, actor, attempt) select entity, entity_id, 'RUNNING', 'FAILED', actor, attempt from event where entity = 'job' and entity_id = BROKEN and to_state = 'FAILED'"),
                Plant.inTheTables(
                        Rule.ATTEMPTS_ARE_COUNTED, "delete from attempt where job_id = RETRIED and attempt = 1"),
                Plant.inTheTables(Rule.ATTEMPTS_HAVE_JOBS, "delete from job where id = DONE"),
                Plant.inTheTables(
                        Rule.ATTEMPTS_HAVE_ENDED,
                        "update attempt set result = null, reason = null, ended_at = null where job_id = BROKEN"),
                Plant.inTheTables(Rule.FAILED_DID_FAIL, "update attempt set exit_code = 6 where job_id = BROKEN"),
                Plant.inTheTables(
                        Rule.RESULT_IS_OF_THE_LATEST,
                        "insert into attempt (job_id, attempt, pilot_id, site, jobtype, live, result, ended_at) select job_id, 2, pilot_id, site, jobtype, false, 'GIVEN_BACK', ended_at from attempt where job_id = DONE"),
                Plant.inTheTables(Rule.TRIES_ARE_LIMITED, "update job set failures = 2 where id = BROKEN"),
                Plant.inTheTables(Rule.TRIES_ARE_LIMITED, "update job set losses = 5 where id = DONE"),
                Plant.inTheTables(
                        Rule.HISTORY_IS_LEGAL,
                        "delete from event where entity = 'job' and entity_id = DONE and to_state = 'DISPATCHED'"),
                Plant.inTheTables(
                        Rule.HISTORY_IS_LEGAL,
                        "delete from event where entity = 'job' and entity_id = DONE and to_state = 'FINISHED'"),
                Plant.inTheTables(
                        Rule.LIMIT_HOLDS,
                        "update event set at = at - interval '1 hour' where entity = 'job' and entity_id = SECOND and to_state = 'DISPATCHED'"),
                Plant.inTheTables(
                        Rule.LIMIT_HOLDS,
                        "insert into event (entity, entity_id, at, from_state, to_state, actor, reason, data) select 'jobtype', (select id from job_type where name = 'limited'), at - interval '1 microsecond', 'ACTIVE', 'ACTIVE', 'user x', 'none may run', '{\"limit\": {\"from\": 1, \"to\": 0}}' from event where entity = 'job' and entity_id = SECOND and to_state = 'DISPATCHED'"),
                Plant.inTheTables(
                        Rule.ATTEMPT_HAS_ONE_PILOT,
                        "update event set actor = 'pilot 999' where entity = 'job' and entity_id = DONE and to_state = 'FINISHED'"),
                Plant.inTheTables(
                        Rule.CHILD_WAITS,
                        "update event set at = at - interval '1 hour' where entity = 'job' and entity_id = CHILD and from_state = 'TEMPLATE'"),
                Plant.inTheTables(
                        Rule.CHILD_WAITS,
                        "insert into event (entity, entity_id, from_state, to_state, actor) select entity, entity_id, from_state, to_state, actor from event where entity = 'job' and entity_id = CHILD and from_state = 'TEMPLATE'"),
                Plant.inTheTables(
                        Rule.CHANGE_SURVIVES, "delete from event where entity = 'jobtype' and reason = 'wider'"),
                Plant.inTheTables(Rule.CHANGE_SURVIVES, "update job set state = 'EXPIRED' where id = GONE"),
                Plant.inTheTables(Rule.ACKNOWLEDGED_EXISTS, "delete from job where id = BROKEN"),
                Plant.inTheTables(Rule.TOTALS_AGREE, "delete from job where id = BROKEN"),
                Plant.inTheEffects(Rule.PAYLOAD_WAS_SPARED, "end BROKEN", ""),
                Plant.inTheEffects(Rule.FINISHED_WAS_DONE, "end DONE", ""),
                Plant.inTheEffects(Rule.FINISHED_WAS_DONE, "end DONE", "end DONE 1 101 10.10 1"),
                Plant.inTheEffects(Rule.FAILED_DID_FAIL, "end BROKEN", ""),
                Plant.inTheEffects(Rule.RUNS_WERE_CLAIMED, "nothing", "start DONE 2 110 19.00 -"),
                Plant.inTheEffects(Rule.RUNS_WERE_CLAIMED, "nothing", "start 999999 1 110 19.00 -"),
                Plant.inTheEffects(Rule.ATTEMPT_RUNS_ONCE, "nothing", "start DONE 1 110 10.05 -"),
                Plant.inTheEffects(Rule.EXCLUSIVE_RUNS_ALONE, "start LONELY 2", "start LONELY 2 107 15.05 -"),
                new Plant(
                        Rule.EXCLUSIVE_RUNS_ALONE,
                        "update attempt set result = 'PILOT_LOST', reason = null where job_id = LONELY and attempt = 1",
                        "end LONELY 1",
                        ""));
    }

    @BeforeAll
    static void tellTheStory() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        server.db()
                .sql("insert into job_type (name, max_running) values ('limited', 1)")
                .update();
        var pilot = ScriptedPilot.register(server);
        run(pilot, "DONE", aJob().ofType("limited"), 0);
        run(pilot, "SECOND", aJob().ofType("limited"), 0);
        run(pilot, "RETRIED", aJob().with("retries", 1), 3, 0);
        run(pilot, "BROKEN", aJob(), 3);
        run(pilot, "LONELY", aJob().with("exclusive", true).with("retries", 1), 3, 0);
        JOBS.put("GONE", server.api().submit(aJob()).value());
        server.api().change(new JobId(JOBS.get("GONE")), "cancel");
        server.api().post("/api/v1/jobtypes/limited/limit", "{\"limit\": 2, \"reason\": \"wider\"}");
        var flows = new Flows(server);
        workflow = flows.start("two", DagSketch.of("parent>child", "child>noop"));
        for (var vertex : List.of("parent", "child")) {
            VERTICES.put(
                    vertex.toUpperCase(Locale.ROOT), flows.job(workflow, vertex).value());
            var given = pilot.claim();
            pilot.say(false, started(given));
            pilot.say(false, finished(given));
        }
    }

    private static void run(ScriptedPilot pilot, String name, JobText job, int... exitCodes) {
        JOBS.put(name, server.api().submit(job).value());
        for (int exitCode : exitCodes) {
            var given = pilot.claim();
            pilot.say(false, started(given));
            pilot.say(false, exitCode == 0 ? finished(given) : failed(given, exitCode));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void findsNothingInATrueStory() throws SQLException {
        var violations = Checker.violations(evidence(Plant.inTheEffects(Rule.IS_FINAL, "nothing", "")));

        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("plants")
    void findsEachFaultThatIsPlanted(Plant plant) throws SQLException {
        var violations = Checker.violations(evidence(plant));

        assertThat(violations).extracting(Violation::rule).contains(plant.breaks());
    }

    @Test
    void findsAProcessThatIsLeft() throws SQLException {
        var story = evidence(Plant.inTheEffects(Rule.NOTHING_IS_LEFT, "nothing", ""));

        var violations = violations(story, List.of("4711 sleep 600"), CALM);

        assertThat(violations).singleElement().satisfies(it -> {
            assertThat(it.rule()).isEqualTo(Rule.NOTHING_IS_LEFT);
            assertThat(it.toString()).contains("4711 sleep 600");
        });
    }

    @Test
    void findsAPilotTooMany() throws SQLException {
        var story = evidence(Plant.inTheEffects(Rule.CAP_HOLDS, "nothing", ""));

        var violations = violations(story, List.of(), new Strain(_ -> false, 2, 1, List.of(), LEASE));

        assertThat(violations)
                .singleElement()
                .satisfies(it -> assertThat(it.rule()).isEqualTo(Rule.CAP_HOLDS));
    }

    @ParameterizedTest
    @CsvSource({
        "heard long ago,                                20, 0, 0, 0",
        "heard just now,                                 2, 0, 0, 1",
        "nobody could hear it since,                    20, 0, 8, 1",
        "leases began anew and have passed,             20, 6, 8, 0",
        "leases began anew and have not passed,         20, 3, 8, 1",
        "leases began anew before nobody could hear it, 20, 9, 8, 1",
        "heard since then,                               6, 0, 8, 0",
        "heard again,                                   -1, 0, 0, 0",
        "heard again and nobody could hear it just now, -1, 0, 3, 1",
        "heard again and nobody could hear it long ago, -1, 0, 8, 0"
    })
    void findsAPilotThatWasGivenUpBeforeItsLeaseHadPassed(
            String what, int heardAgo, int renewedAgo, int deafAgo, int expected) throws SQLException {
        var story = evidence(Plant.inTheTables(Rule.LEASES_BEGIN_ANEW, """
                update pilot set state = 'LOST', last_seen_at = now() - interval '%d s', ended_at = now(), lease_until = now();
                insert into event (entity, entity_id, at, from_state, to_state, actor)
                select 'pilot', id, now(), 'BUSY', 'LOST', 'service lost-pilots' from pilot;
                delete from service_log where service = 'lost-pilots';
                insert into service_log (service, at, message)
                select 'lost-pilots', now() - interval '%2$d s', 'Leases of 1 pilot begin anew: a reason.' where %2$d > 0
                """.formatted(heardAgo, renewedAgo)));
        var now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        var deaf = deafAgo == 0 ? List.<Long>of() : List.of(now - deafAgo * 1_000_000L);

        var violations = violations(story, List.of(), new Strain(_ -> false, 1, 1, deaf, LEASE));

        assertThat(violations)
                .as(what)
                .hasSize(expected)
                .allSatisfy(it -> assertThat(it.rule()).isEqualTo(Rule.LEASES_BEGIN_ANEW));
    }

    @Test
    void expectsNoEndOfWhatWasStruck() throws SQLException {
        var story = evidence(Plant.inTheEffects(Rule.PAYLOAD_WAS_SPARED, "end RETRIED 1", ""));

        var violations = violations(story, List.of(), new Strain(pid -> pid == 103, 1, 1, List.of(), LEASE));

        assertThat(violations).extracting(Violation::rule).containsExactly(Rule.FAILED_DID_FAIL);
    }

    @Test
    void findsThatAWorkflowIsNotThere() throws SQLException {
        var story = evidence(Plant.inTheEffects(Rule.ACKNOWLEDGED_EXISTS, "nothing", ""));
        var acknowledged =
                new Acknowledged(story.acknowledged().jobs(), Set.of(), Set.of(workflow.value() + 1), Set.of());

        var violations = Checker.violations(
                new Evidence(story.ledger(), story.effects(), acknowledged, story.submitted(), List.of(), CALM));

        assertThat(violations)
                .singleElement()
                .satisfies(it -> assertThat(it.rule()).isEqualTo(Rule.ACKNOWLEDGED_EXISTS));
    }

    @Test
    void saysOfWhichJobItSpeaksAndWhatItKnows() throws SQLException {
        var violations = Checker.violations(evidence(Plant.inTheEffects(Rule.FINISHED_WAS_DONE, "end DONE", "")));

        assertThat(violations)
                .filteredOn(it -> it.rule() == Rule.FINISHED_WAS_DONE)
                .singleElement()
                .asString()
                .startsWith("job " + JOBS.get("DONE") + ": ")
                .contains("state=FINISHED", "result=FINISHED", "to=FINISHED", "pid=101");
    }

    private static List<Violation> violations(Evidence story, List<String> left, Strain strain) {
        return Checker.violations(
                new Evidence(story.ledger(), story.effects(), story.acknowledged(), story.submitted(), left, strain));
    }

    @Test
    void isTriedWithEveryRule() {
        var tried = Stream.concat(
                        plants().stream().map(Plant::breaks),
                        Stream.of(Rule.NOTHING_IS_LEFT, Rule.CAP_HOLDS, Rule.LEASES_BEGIN_ANEW))
                .collect(Collectors.toSet());

        assertThat(tried).containsExactlyInAnyOrder(Rule.values());
    }

    /** The story with the fault; the tables are as before afterwards. */
    private static Evidence evidence(Plant plant) throws SQLException {
        var database = server.database();
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password())) {
            connection.setAutoCommit(false);
            change(connection, plant.sql());
            var ledger = Ledger.read(connection);
            connection.rollback();
            var acknowledged = new Acknowledged(
                    Set.copyOf(JOBS.values()), Set.of(JOBS.get("GONE")), Set.of(workflow.value()), Set.of("wider"));
            return new Evidence(ledger, effects(plant), acknowledged, JOBS.size(), List.of(), CALM);
        }
    }

    private static void change(Connection connection, String sql) throws SQLException {
        if (!sql.isEmpty()) {
            try (var statement = connection.createStatement()) {
                assertThat(statement.executeUpdate(withNumbers(sql))).isPositive();
            }
        }
    }

    private static SideEffects effects(Plant plant) {
        var lines = new ArrayList<>(
                EFFECTS.stream().filter(it -> !it.startsWith(plant.lost())).toList());
        if (plant.added().startsWith("start")) {
            lines.addFirst(plant.added());
        } else if (!plant.added().isEmpty()) {
            lines.add(plant.added());
        }
        return SideEffects.parse(lines.stream().map(CheckerIT::withNumbers).toList());
    }

    private static String withNumbers(String text) {
        var changed = text;
        for (var jobs : List.of(JOBS, VERTICES)) {
            for (var job : jobs.entrySet()) {
                changed = changed.replace(job.getKey(), job.getValue().toString());
            }
        }
        return changed;
    }
}
