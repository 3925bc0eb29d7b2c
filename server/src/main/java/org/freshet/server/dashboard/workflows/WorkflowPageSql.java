package org.freshet.server.dashboard.workflows;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dashboard.datasets.DatasetPagesSql;
import org.freshet.server.dashboard.datasets.DatasetRow;
import org.freshet.server.dashboard.page.FailureWords;
import org.freshet.server.dashboard.page.ResultRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what one workflow's page shows. */
@Component
class WorkflowPageSql {

    private static final String FACTS = """
            select now() as now, w.*,
                   exists (select from dag d where d.name = w.dag and d.newest >= w.dag_version) as dag_known,
                   exists (
                     select from job j
                      where j.workflow_id = w.id and j.state in ('FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED') and j.useful_until <= now()
                   ) as stale
              from workflow w
             where w.id = :id
            """;

    // Served by job_of_vertex; so are the tries. The parents are found by the vertices of the workflow.
    private static final String JOBS = """
            select j.id, j.vertex, j.jobtype, j.state, j.reason, j.exit_code, j.signal, j.attempt, j.started_at, j.ended_at,
                   coalesce(v.noop, false) as noop, p.host
              from job j
              left join vertex v on v.job_id = j.id
              left join pilot p on p.id = j.pilot_id
             where j.workflow_id = :id
             order by j.id
            """;

    private static final String PARENTS = """
            select p.parent, p.child
              from vertex v
              join vertex_parent p on p.child = v.job_id
             where v.workflow_id = :id
            """;

    private static final String TRIES = """
            select a.job_id, a.dispatched_at, a.ended_at, a.result, a.live
              from job j
              join attempt a on a.job_id = j.id
             where j.workflow_id = :id
             order by a.job_id, a.attempt
            """;

    private static final String DATASETS = """
            select now() as now, d.*, s.vertex as source, s.state as source_state, t.vertex as target
              from dataset d
              left join job s on s.id = d.source_job
              left join job t on t.id = d.target_job
             where d.workflow_id = :id
             order by d.id
             limit :limit
            """;

    private static final String DATASET_COUNT = "select count(*) from dataset where workflow_id = :id";

    private final JdbcClient db;

    WorkflowPageSql(JdbcClient db) {
        this.db = db;
    }

    Optional<WorkflowFacts> facts(long id) {
        return db.sql(FACTS)
                .param("id", id)
                .query((columns, number) -> facts(new ResultRow(columns)))
                .optional();
    }

    /** All its jobs, by id. */
    List<VertexJob> jobs(long id) {
        var parents = parents(id);
        var tries = tries(id);
        return db.sql(JOBS)
                .param("id", id)
                .query((columns, number) -> {
                    long job = columns.getLong("id");
                    return job(
                            new ResultRow(columns),
                            parents.getOrDefault(job, Set.of()),
                            tries.getOrDefault(job, List.of()));
                })
                .list();
    }

    /** The first, by id. */
    List<DatasetRow> datasets(long id, int limit) {
        return db.sql(DATASETS)
                .param("id", id)
                .param("limit", limit)
                .query(DatasetPagesSql::row)
                .list();
    }

    long datasetCount(long id) {
        return db.sql(DATASET_COUNT).param("id", id).query(Long.class).single();
    }

    private Map<Long, Set<Long>> parents(long id) {
        Map<Long, Set<Long>> parents = new HashMap<>();
        db.sql(PARENTS).param("id", id).query(columns -> {
            parents.computeIfAbsent(columns.getLong("child"), child -> new HashSet<>())
                    .add(columns.getLong("parent"));
        });
        return parents;
    }

    private Map<Long, List<VertexJob.Try>> tries(long id) {
        Map<Long, List<VertexJob.Try>> tries = new HashMap<>();
        db.sql(TRIES).param("id", id).query(columns -> {
            var row = new ResultRow(columns);
            tries.computeIfAbsent(row.number("job_id"), job -> new ArrayList<>())
                    .add(new VertexJob.Try(
                            row.instant("dispatched_at"),
                            row.instantOrNull("ended_at"),
                            row.textOrNull("result"),
                            row.flag("live")));
        });
        return tries;
    }

    private static WorkflowFacts facts(ResultRow row) throws SQLException {
        return new WorkflowFacts(
                row.instant("now"),
                row.number("id"),
                row.text("name"),
                row.text("dag"),
                row.integer("dag_version"),
                row.flag("dag_known"),
                row.choice(WorkflowState.class, "state"),
                row.choice(FailurePolicy.class, "failure_policy"),
                row.flag("stopped"),
                row.textOrNull("cancelled_by"),
                row.textOrNull("cancelled_why"),
                row.text("owner"),
                row.integer("priority"),
                row.integer("jobs"),
                row.integer("open"),
                row.instant("created_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"),
                row.instantOrNull("useful_until"),
                row.flag("stale"));
    }

    private static VertexJob job(ResultRow row, Set<Long> parents, List<VertexJob.Try> tries) throws SQLException {
        return new VertexJob(
                row.number("id"),
                row.text("vertex"),
                row.text("jobtype"),
                row.choice(JobState.class, "state"),
                FailureWords.brief(
                        row.choiceOrNull(FailureReason.class, "reason"),
                        row.integerOrNull("exit_code"),
                        row.integerOrNull("signal")),
                row.integer("attempt"),
                row.flag("noop"),
                row.textOrNull("host"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"),
                parents,
                tries);
    }
}
