package org.freshet.server.dashboard.workflows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.dashboard.page.StateBar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads lists of workflows. Paging is by id, so that a page costs the same wherever it lies. */
@Component
class WorkflowListSql {

    /** Shared, because rows and counts of one page must never differ in what they count. An empty array does not restrict. */
    private static final String MATCHING = """
             from workflow w
            where (cardinality(:states) = 0 or w.state = any(:states))
              and (cardinality(:users) = 0 or w.owner = any(:users))
              and (cardinality(:dags) = 0 or w.dag = any(:dags))
              and (cardinality(:ids) = 0 or w.id = any(:ids))
              and (cast(:name as text) is null or strpos(lower(w.name), lower(:name)) > 0)
            """;

    private static final String ROWS_DOWNWARD = "select now() as now, w.*" + MATCHING + """
              and (cast(:below as bigint) is null or w.id < :below)
            order by w.id desc
            limit :limit
            """;

    private static final String ROWS_UPWARD = "select now() as now, w.*" + MATCHING + """
              and w.id > :above
            order by w.id
            limit :limit
            """;

    private static final String COUNT = "select count(*)" + MATCHING + " and w.id > :above";

    private static final String TOTAL = "select count(*) from workflow";

    private static final String DAGS = "select name from dag order by name limit 200";

    // Served by job_of_vertex.
    private static final String STATES = """
            select workflow_id, state, count(*) as jobs
              from job
             where workflow_id = any(:workflows)
             group by workflow_id, state
            """;

    private final JdbcClient db;

    WorkflowListSql(JdbcClient db) {
        this.db = db;
    }

    /** Rows below an id, newest first. */
    List<WorkflowRow> downward(Filter filter, @Nullable Long below, int limit) {
        return matching(ROWS_DOWNWARD, filter)
                .param("below", below)
                .param("limit", limit)
                .query(WorkflowListSql::row)
                .list();
    }

    /** The rows directly above an id, newest first. */
    List<WorkflowRow> upward(Filter filter, long above, int limit) {
        return matching(ROWS_UPWARD, filter)
                .param("above", above)
                .param("limit", limit)
                .query(WorkflowListSql::row)
                .list()
                .reversed();
    }

    /** How many match, and have a higher id than {@code above}. */
    long count(Filter filter, long above) {
        return matching(COUNT, filter).param("above", above).query(Long.class).single();
    }

    long total() {
        return db.sql(TOTAL).query(Long.class).single();
    }

    List<String> dags() {
        return db.sql(DAGS).query(String.class).list();
    }

    /** How many jobs of each are in which state. */
    Map<Long, Map<JobState, Long>> states(Collection<Long> workflows) {
        Map<Long, Map<JobState, Long>> states = new HashMap<>();
        db.sql(STATES).param("workflows", workflows.toArray(Long[]::new)).query(columns -> {
            states.computeIfAbsent(columns.getLong("workflow_id"), id -> new EnumMap<>(JobState.class))
                    .put(JobState.valueOf(columns.getString("state")), columns.getLong("jobs"));
        });
        return states;
    }

    private StatementSpec matching(String statement, Filter filter) {
        return db.sql(statement)
                .param("states", filter.texts("state"))
                .param("users", filter.texts("user"))
                .param("dags", filter.texts("dag"))
                .param("ids", filter.numbers("id"))
                .param("name", filter.single("name").orElse(null));
    }

    private static WorkflowRow row(ResultSet columns, int number) throws SQLException {
        ResultRow row = new ResultRow(columns);
        return new WorkflowRow(
                row.instant("now"),
                row.number("id"),
                row.text("name"),
                row.text("dag"),
                row.integer("dag_version"),
                row.choice(WorkflowState.class, "state"),
                row.text("owner"),
                row.integer("jobs"),
                row.instant("created_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"),
                StateBar.NONE);
    }
}
