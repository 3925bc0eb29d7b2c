package org.freshet.server.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freshet.protocol.EventView;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowDetail.Count;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.protocol.WorkflowView;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads workflows. */
@Repository
class WorkflowQuerySql {

    // Newest first along the primary key.
    private static final String LIST = """
            select *
            from workflow
            where (cardinality(:states::text[]) = 0 or state = any(:states))
              and (:user::text is null or owner = :user)
              and (:dag::text is null or dag = :dag)
              and (:name::text is null or position(lower(:name) in lower(name)) > 0)
              and (:id::bigint is null or id = :id)
              and (:after::bigint is null or id < :after)
            order by id desc
            limit :limit + 1
            """;

    private static final String STATE = """
            select state from workflow where id = :workflow
            """;

    // Served by job_of_vertex.
    private static final String COUNTS = """
            select state, count(*) as jobs from job where workflow_id = :workflow group by state order by state
            """;

    // Served by event_of_entity.
    private static final String HISTORY = """
            select * from event where entity = 'workflow' and entity_id = :workflow order by at
            """;

    // Served by workflow_unfinished.
    private static final String OPEN = """
            select id from workflow where ended_at is null and dag = :dag order by id limit 10
            """;

    private final JdbcClient db;

    WorkflowQuerySql(JdbcClient db) {
        this.db = db;
    }

    /**
     * Which workflows a list shows; what is null or empty does not restrict.
     *
     * @param name part of the name, in any case of letters
     * @param after only workflows with a smaller id
     */
    record Filter(
            List<WorkflowState> states,
            @Nullable String user,
            @Nullable String dag,
            @Nullable String name,
            @Nullable Long id,
            @Nullable Long after,
            int limit) {

        static Filter of(Map<String, String> url) {
            var parameters = new Parameters(url, Set.of("state", "user", "dag", "name"));
            return new Filter(
                    parameters.words("state", WorkflowState.class),
                    parameters.text("user"),
                    parameters.text("dag"),
                    parameters.text("name"),
                    null,
                    parameters.number("after"),
                    parameters.limit());
        }

        static Filter only(WorkflowId workflow) {
            return new Filter(List.of(), null, null, null, workflow.value(), null, 1);
        }
    }

    /** Up to {@code limit} + 1. */
    List<WorkflowView> list(Filter filter) {
        return db.sql(LIST)
                .param("states", Columns.array("text", filter.states(), Enum::name))
                .param("user", filter.user())
                .param("dag", filter.dag())
                .param("name", filter.name())
                .param("id", filter.id())
                .param("after", filter.after())
                .param("limit", filter.limit())
                .query(WorkflowQuerySql::workflow)
                .list();
    }

    Optional<WorkflowView> find(WorkflowId workflow) {
        return list(Filter.only(workflow)).stream().findFirst();
    }

    Optional<WorkflowState> state(WorkflowId workflow) {
        return db.sql(STATE)
                .param("workflow", workflow.value())
                .query(WorkflowState.class)
                .optional();
    }

    List<Count> counts(WorkflowId workflow) {
        return db.sql(COUNTS)
                .param("workflow", workflow.value())
                .query((row, n) -> new Count(JobState.valueOf(row.getString("state")), row.getInt("jobs")))
                .list();
    }

    List<EventView> history(WorkflowId workflow) {
        return db.sql(HISTORY)
                .param("workflow", workflow.value())
                .query((row, n) -> new EventView(
                        Rows.requiredInstant(row, "at"),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getString("actor"),
                        row.getString("reason"),
                        null))
                .list();
    }

    /** The first ids of workflows of the DAG that are not final. */
    List<Long> open(String dag) {
        return db.sql(OPEN).param("dag", dag).query(Long.class).list();
    }

    private static WorkflowView workflow(ResultSet row, int n) throws SQLException {
        return new WorkflowView(
                new WorkflowId(row.getLong("id")),
                row.getString("name"),
                row.getString("dag"),
                row.getInt("dag_version"),
                WorkflowState.valueOf(row.getString("state")),
                FailurePolicy.valueOf(row.getString("failure_policy")),
                row.getString("owner"),
                row.getInt("priority"),
                row.getInt("jobs"),
                row.getInt("open"),
                Rows.requiredInstant(row, "created_at"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "ended_at"),
                Rows.instant(row, "useful_until"),
                row.getString("message"));
    }
}
