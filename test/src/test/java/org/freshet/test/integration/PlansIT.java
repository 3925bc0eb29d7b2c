package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.freshet.test.support.Api;
import org.freshet.test.support.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** A round keeps its plans while tables grow: one that was made for an empty table must not read all of what it becomes. */
class PlansIT {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]+)");
    private static final Map<String, String> TYPES = Stream.of(
                    "bigint[] dead workflows finished queued jobs ages started ended cpu classes turns pilots seqs remaining",
                    "integer[] priorities attempts exits signals failures losses memory places done disks processors machines freeMemory freeDisk",
                    "double precision[] leases loads",
                    "boolean[] measured",
                    "integer wanted beyond",
                    "bigint workflow",
                    "float8 usefulFor",
                    "text why")
            .flatMap(PlansIT::namesWithType)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private static Stream<Map.Entry<String, String>> namesWithType(String line) {
        var type = line.substring(0, line.contains("]") ? line.indexOf(']') + 1 : line.indexOf(' '));
        return Arrays.stream(line.substring(type.length()).trim().split(" ")).map(it -> Map.entry(it, type));
    }

    private static JdbcClient emptyTables;

    @BeforeAll
    static void makeEmptyTables() {
        var database = TestDatabase.create();
        var connection = new DriverManagerDataSource(database.url(), database.user(), database.password());
        Flyway.configure().dataSource(connection).load().migrate();
        JdbcClient.create(connection).sql("vacuum analyze").update(); // then PostgreSQL knows that they are empty
        // As a round does it; and the numbers of parameters are left to PostgreSQL.
        connection.setUrl(database.url() + "?preferQueryMode=simple&options=-c%20enable_seqscan=off");
        emptyTables = JdbcClient.create(connection);
    }

    @ParameterizedTest
    @CsvSource({
        "dispatch.TriedSql, LOOK, job, id =",
        "dispatch.TriedSql, LOOK, attempt, job_id =",
        "dispatch.EndingSql, START, job, id = ANY",
        "dispatch.EndingSql, START, attempt, job_id = ANY",
        "dispatch.EndingSql, CONFIRM, attempt, job_id = ANY",
        "dispatch.EndingSql, FINISH, job, id = ANY",
        "dispatch.EndingSql, FINISH, attempt, job_id =",
        "dispatch.EndingSql, FAIL, job, id = ANY",
        "dispatch.EndingSql, FAIL, attempt, job_id =",
        "dispatch.EndingSql, REQUEUE, job, id = ANY",
        "dispatch.EndingSql, REQUEUE, attempt, job_id = ANY",
        "dispatch.EndingSql, NOTE, job, id = ANY",
        "dispatch.EndingSql, NOTE, attempt, job_id = ANY",
        "dispatch.TriedSql, LOOK_OF_PILOTS, job, id =",
        "dispatch.TriedSql, LOOK_OF_PILOTS, attempt, attempt_one_live|job_id =",
        "dispatch.PilotBookSql, LIVE, attempt, pilot_id = ANY",
        "dispatch.PilotBookSql, CALLED, attempt, attempt_one_live_per_|attempt_live_of_type",
        "dispatch.PilotBookSql, CALLED, pilot, pilot_told_and_there",
        "dispatch.PilotBookSql, LIVE, job, id =",
        "dispatch.PilotBookSql, HELD, attempt, job_id =",
        "dispatch.PilotBookSql, HELD, job, id =",
        "dispatch.PilotBookSql, RECORD, pilot, id = ANY",
        "dispatch.ClaimSql, WAITING, requirement, id =",
        "dispatch.ClaimSql, LIMITED_TYPES, job_type, name = ANY",
        "dispatch.ClaimSql, CLAIM, ready, class_id =|job_id =",
        "dispatch.ClaimSql, CLAIM, job, id = ANY",
        "workflow.ReleaseSql, ADVANCE, vertex_parent, parent =",
        "workflow.ReleaseSql, ADVANCE, vertex, job_id = ANY",
        "workflow.ReleaseSql, ADVANCE, dataset, source_job =",
        "workflow.ReleaseSql, FINISH_NOOPS, vertex, workflow_id = ANY|job_id = ANY",
        "workflow.ReleaseSql, FINISH_NOOPS, job, id =",
        "workflow.ReleaseSql, RELEASE, vertex, workflow_id = ANY|job_id = ANY",
        "workflow.ReleaseSql, RELEASE, job, id =",
        "workflow.ReleaseSql, LOCK_QUEUED, ready, job_id =",
        "workflow.ReleaseSql, TAKE_BACK, job, id =",
        "workflow.ReleaseSql, TAKE_BACK, ready, job_id = ANY",
        "workflow.ReleaseSql, TAKE_BACK, vertex, job_id = ANY",
        "workflow.FailureSql, SKIP, vertex_parent, parent =",
        "workflow.FailureSql, SKIP, job, id =",
        "workflow.FailureSql, CANCEL_UNSTARTED, job, workflow_id = ANY|id =",
        "workflow.FailureSql, CANCEL_UNSTARTED, ready, job_id = ANY",
        "workflow.FailureSql, CANCEL_UNSTARTED, attempt, job_id = ANY",
        "workflow.FailureSql, REVIVE, vertex_parent, parent =",
        "workflow.FailureSql, REVIVE, job, workflow_id =|id =",
        "workflow.CounterSql, CLOSE, workflow, id =",
        "workflow.CounterSql, CLOSE, job, workflow_id ="
    })
    void rowsAreSoughtByTheirKeysHoweverFewThereAre(String type, String constant, String table, String keys)
            throws Exception {
        var plan = planOnEmptyTables(statement(type, constant));

        var reads = readsOf(table, plan);

        assertThat(reads)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.path("Index Name").asString("") + " "
                                + it.path("Index Cond").asString(""))
                        .as(it.toPrettyString())
                        .containsAnyOf(keys.split("\\|")));
        assertThat(plan.findValues("Join Filter"))
                .as("what a round compares with all the others of it")
                .isEmpty();
    }

    private static String statement(String type, String constant) throws ReflectiveOperationException {
        var field = Class.forName("org.freshet.server." + type).getDeclaredField(constant);
        field.setAccessible(true);
        return (String) field.get(null);
    }

    private static JsonNode planOnEmptyTables(String statement) {
        var names = new ArrayList<String>();
        var numbered = PARAMETER.matcher(statement).replaceAll(found -> {
            if (!names.contains(found.group(1))) {
                names.add(found.group(1));
            }
            var number = names.indexOf(found.group(1)) + 1;
            return "\\$" + number + "::" + TYPES.getOrDefault(found.group(1), "text[]");
        });
        var text = emptyTables
                .sql("explain (generic_plan, format json) " + numbered)
                .query(String.class)
                .single();
        return Api.JSON.readTree(text);
    }

    /** All nodes of a plan that read a table, and are not asked for to change what another one read. */
    private static List<JsonNode> readsOf(String table, JsonNode plan) {
        var found = new ArrayList<JsonNode>();
        if (plan.path("Relation Name").asString("").equals(table) && !plan.has("Operation")) {
            found.add(plan);
        }
        plan.forEach(it -> found.addAll(readsOf(table, it)));
        return found;
    }
}
