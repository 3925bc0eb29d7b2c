package org.freshet.server.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Removes whole workflows: with their jobs, and the records of their datasets. Each statement that chooses names the final
 * states by itself. One of whose rows others hold something is left to the next time.
 */
@Repository
class WorkflowPurgeSql {

    // Along the primary key; as many as have a batch of jobs together, one at least.
    private static final String CHOOSE = """
            select id
            from (
              select id, sum(jobs) over (order by id) - jobs as jobs_before
              from (
                select id, jobs
                from workflow
                where id > :after and state in ('FINISHED', 'FAILED', 'CANCELLED')
                  and (cardinality(:states) = 0 or state = any(:states))
                  and ended_at < :before
                order by id
                limit 100
              ) due
            ) counted
            where jobs_before < 5000
            order by id
            """;

    // Jobs before workflows, as everybody locks them.
    private static final String LOCK_JOBS = """
            select id, workflow_id from job where workflow_id = any(:workflows) order by id for update skip locked
            """;

    // Asked again: somebody may have rerun one since it was chosen. One of which a job is not locked stays.
    private static final String LOCK = """
            select w.id, w.ended_at
            from workflow w
            where w.id = any(:workflows) and w.state in ('FINISHED', 'FAILED', 'CANCELLED')
              and (cardinality(:states) = 0 or w.state = any(:states))
              and w.ended_at < :before
              and not exists (
                select
                from job j
                left join unnest(:jobs::bigint[]) as locked(id) on locked.id = j.id
                where j.workflow_id = w.id and locked.id is null
              )
            order by w.id
            for update of w skip locked
            """;

    private static final String DELETE_PARENTS = """
            delete from vertex_parent using vertex v where v.job_id = vertex_parent.child and v.workflow_id = any(:workflows)
            """;

    private static final String DELETE_DATASETS = """
            delete from dataset where workflow_id = any(:workflows)
            """;

    private static final String DELETE_VERTICES = """
            delete from vertex where workflow_id = any(:workflows)
            """;

    private static final String DELETE = """
            delete from workflow where id = any(:workflows)
            """;

    private static final String COUNT = """
            with chosen as (
              select w.id, w.ended_at
              from workflow w
              where w.state in ('FINISHED', 'FAILED', 'CANCELLED')
                and (cardinality(:states) = 0 or w.state = any(:states))
                and w.ended_at < :before
            ), of_them as (
              select id from job where workflow_id in (select id from chosen)
            )
            select count(*) as workflows, min(ended_at) as oldest, max(ended_at) as newest,
              (select count(*) from of_them) as jobs,
              (select count(*) from attempt where job_id in (select id from of_them)) as attempts,
              (select count(*) from job_log where job_id in (select id from of_them)) as logs,
              (select count(*) from dataset where workflow_id in (select id from chosen)) as datasets
            from chosen
            """;

    private final JdbcClient db;
    private final PurgeSql jobs;

    WorkflowPurgeSql(JdbcClient db, PurgeSql jobs) {
        this.db = db;
        this.jobs = jobs;
    }

    /** The next batch of workflows that are due, not locked. */
    List<Long> dueAfter(long workflow, Due due) {
        return due(CHOOSE, due).param("after", workflow).query(Long.class).list();
    }

    /** Removes those of them that are still due. */
    Removed delete(Collection<Long> workflows, Due due) {
        record Job(long id, long workflow) {}
        record Chosen(long id, Instant endedAt) {}
        var ids = Columns.bigints(workflows);
        var locked = db.sql(LOCK_JOBS)
                .param("workflows", ids)
                .query((row, n) -> new Job(row.getLong("id"), row.getLong("workflow_id")))
                .list();
        var chosen = due(LOCK, due)
                .param("workflows", ids)
                .param("jobs", Columns.bigints(locked.stream().map(Job::id).toList()))
                .query((row, n) -> new Chosen(row.getLong("id"), Rows.requiredInstant(row, "ended_at")))
                .list();
        if (chosen.isEmpty()) {
            return Removed.NOTHING;
        }
        var gone = chosen.stream().map(Chosen::id).toList();
        var all = new HashSet<>(gone);
        of(DELETE_PARENTS, gone);
        var datasets = of(DELETE_DATASETS, gone);
        of(DELETE_VERTICES, gone);
        var removed = jobs.deleteLocked(
                locked.stream()
                        .filter(it -> all.contains(it.workflow()))
                        .map(Job::id)
                        .toList(),
                due.by());
        of(DELETE, gone);
        return Removed.of("workflows", chosen.stream().map(Chosen::endedAt).toList())
                .with("jobs", removed.jobs())
                .with("attempts", removed.attempts())
                .with("logs", removed.logs())
                .with("datasets", datasets);
    }

    /** What {@link #delete} would remove of all. */
    Removed count(Due due) {
        return due(COUNT, due)
                .query((row, n) -> Removed.of(
                                "workflows",
                                row.getLong("workflows"),
                                Rows.instant(row, "oldest"),
                                Rows.instant(row, "newest"))
                        .with("jobs", row.getLong("jobs"))
                        .with("attempts", row.getLong("attempts"))
                        .with("logs", row.getLong("logs"))
                        .with("datasets", row.getLong("datasets")))
                .single();
    }

    private int of(String sql, Collection<Long> workflows) {
        return db.sql(sql).param("workflows", Columns.bigints(workflows)).update();
    }

    private JdbcClient.StatementSpec due(String sql, Due due) {
        return db.sql(sql).param("states", Columns.texts(due.states())).param("before", Rows.parameter(due.before()));
    }
}
