package org.freshet.server.explain;

import java.util.List;
import java.util.Optional;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.explain.HeldVertex.Parent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a held job of a workflow waits for. */
@Repository
class HeldVertexSql {

    private static final String HELD = """
            select v.workflow_id, w.state, w.stopped, v.noop, v.released, v.waiting
            from job j
            join vertex v on v.job_id = j.id
            join workflow w on w.id = v.workflow_id
            where j.id = :job and j.state = 'TEMPLATE'
            """;

    // Served by vertex_parent_of_child.
    private static final String PARENTS = """
            select j.id, j.vertex, j.state
            from vertex_parent p
            join job j on j.id = p.parent
            where p.child = :job and j.state <> 'FINISHED'
            order by j.id
            limit 3
            """;

    private final JdbcClient db;

    HeldVertexSql(JdbcClient db) {
        this.db = db;
    }

    /** Empty if the job is not held, or belongs to no workflow. */
    Optional<HeldVertex> find(JobId job) {
        return db.sql(HELD)
                .param("job", job.value())
                .query((row, n) -> new HeldVertex(
                        row.getLong("workflow_id"),
                        WorkflowState.valueOf(row.getString("state")),
                        row.getBoolean("stopped"),
                        row.getBoolean("noop"),
                        row.getBoolean("released"),
                        row.getInt("waiting"),
                        row.getInt("waiting") == 0 ? List.of() : parents(job)))
                .optional();
    }

    private List<Parent> parents(JobId job) {
        return db.sql(PARENTS)
                .param("job", job.value())
                .query((row, n) -> new Parent(
                        row.getLong("id"), row.getString("vertex"), JobState.valueOf(row.getString("state"))))
                .list();
    }
}
