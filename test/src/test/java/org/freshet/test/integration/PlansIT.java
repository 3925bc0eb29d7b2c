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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** A round keeps its plans while tables grow: one that was made for an empty table must not read all of what it becomes. */
class PlansIT {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]+)");
    private static final Map<String, String> TYPES = Stream.of(
                    "bigint[] jobs ages started ended cpu classes turns pilots seqs remaining",
                    "integer[] priorities attempts exits signals failures losses memory places done disks processors machines freeMemory freeDisk",
                    "double precision[] leases loads",
                    "boolean[] measured",
                    "integer wanted beyond")
            .flatMap(PlansIT::namesWithType)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private static Stream<Map.Entry<String, String>> namesWithType(String line) {
        var type = line.substring(0, line.contains("]") ? line.indexOf(']') + 1 : line.indexOf(' '));
        return Arrays.stream(line.substring(type.length()).trim().split(" ")).map(it -> Map.entry(it, type));
    }

    @ParameterizedTest
    @CsvSource({
        "TriedSql, LOOK, job, id =",
        "TriedSql, LOOK, attempt, job_id =",
        "EndingSql, START, job, id = ANY",
        "EndingSql, START, attempt, job_id = ANY",
        "EndingSql, CONFIRM, attempt, job_id = ANY",
        "EndingSql, FINISH, job, id = ANY",
        "EndingSql, FINISH, attempt, job_id =",
        "EndingSql, FAIL, job, id = ANY",
        "EndingSql, FAIL, attempt, job_id =",
        "EndingSql, REQUEUE, job, id = ANY",
        "EndingSql, REQUEUE, attempt, job_id = ANY",
        "EndingSql, NOTE, job, id = ANY",
        "EndingSql, NOTE, attempt, job_id = ANY",
        "PilotBookSql, LIVE, attempt, pilot_id = ANY",
        "PilotBookSql, LIVE, job, id =",
        "PilotBookSql, HELD, attempt, job_id =",
        "PilotBookSql, HELD, job, id =",
        "PilotBookSql, RECORD, pilot, id = ANY",
        "ClaimSql, CLAIM, ready, class_id =|job_id =",
        "ClaimSql, CLAIM, job, id = ANY"
    })
    void rowsAreSoughtByTheirKeysHoweverFewThereAre(String type, String constant, String table, String keys)
            throws Exception {
        var plan = planOnEmptyTables(statement(type, constant));

        var reads = readsOf(table, plan);

        assertThat(reads)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.path("Index Cond").asString(""))
                        .as(it.toPrettyString())
                        .containsAnyOf(keys.split("\\|")));
        assertThat(plan.findValues("Join Filter"))
                .as("what a round compares with all the others of it")
                .isEmpty();
    }

    private static String statement(String type, String constant) throws ReflectiveOperationException {
        var field = Class.forName("org.freshet.server.dispatch." + type).getDeclaredField(constant);
        field.setAccessible(true);
        return (String) field.get(null);
    }

    private static JsonNode planOnEmptyTables(String statement) {
        var database = TestDatabase.create();
        var connection = new DriverManagerDataSource(database.url(), database.user(), database.password());
        Flyway.configure().dataSource(connection).load().migrate();
        JdbcClient.create(connection).sql("vacuum analyze").update(); // then PostgreSQL knows that they are empty
        // As a round does it; and the numbers of parameters are left to PostgreSQL.
        connection.setUrl(database.url() + "?preferQueryMode=simple&options=-c%20enable_seqscan=off");
        var names = new ArrayList<String>();
        var numbered = PARAMETER.matcher(statement).replaceAll(found -> {
            if (!names.contains(found.group(1))) {
                names.add(found.group(1));
            }
            var number = names.indexOf(found.group(1)) + 1;
            return "\\$" + number + "::" + TYPES.getOrDefault(found.group(1), "text[]");
        });
        var text = JdbcClient.create(connection)
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
