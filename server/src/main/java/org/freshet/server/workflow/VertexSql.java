package org.freshet.server.workflow;

import java.util.Collection;
import java.util.List;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.platform.Columns;
import org.freshet.server.workflow.Standing.Parent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** One job of a workflow, as far as the workflow is concerned. Needs the workflow's row locked. */
@Repository
class VertexSql {

    private static final String WORKFLOW = """
            select w.id, w.state, w.stopped, w.ended_at is null and w.cancelled_by is not null as cancelled, v.noop, v.item_files is not null as has_items from vertex v join workflow w on w.id = v.workflow_id where v.job_id = :job
            """;

    private static final String UNFINISHED_PARENTS = """
            select j.id, j.vertex, j.state
            from vertex_parent p
            join job j on j.id = p.parent
            where p.child = :job and j.state <> 'FINISHED'
            order by j.id
            """;

    private static final String MARK_RELEASED = """
            update vertex set released = true where job_id = :job
            """;

    private static final String MARK_HELD = """
            update vertex set released = false where job_id = any(:jobs) and released
            """;

    private final JdbcClient db;

    VertexSql(JdbcClient db) {
        this.db = db;
    }

    Standing standing(JobId job) {
        var parents = db.sql(UNFINISHED_PARENTS)
                .param("job", job.value())
                .query((row, n) -> new Parent(
                        new JobId(row.getLong("id")),
                        row.getString("vertex"),
                        JobState.valueOf(row.getString("state"))))
                .list();
        return db.sql(WORKFLOW)
                .param("job", job.value())
                .query((row, n) -> new Standing(
                        job,
                        row.getLong("id"),
                        WorkflowState.valueOf(row.getString("state")),
                        row.getBoolean("stopped"),
                        row.getBoolean("cancelled"),
                        row.getBoolean("noop"),
                        row.getBoolean("has_items"),
                        parents))
                .single();
    }

    /** A person let it go. */
    void markReleased(JobId job) {
        db.sql(MARK_RELEASED).param("job", job.value()).update();
    }

    /** Held again: to be let go by their workflow. */
    void markHeld(Collection<Long> jobs) {
        db.sql(MARK_HELD).param("jobs", Columns.bigints(List.copyOf(jobs))).update();
    }
}
