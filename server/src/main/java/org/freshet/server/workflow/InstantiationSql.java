package org.freshet.server.workflow;

import java.time.Duration;
import java.util.List;
import org.freshet.protocol.FailurePolicy;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.freshet.server.workflow.Wiring.Dataset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores a new workflow, tens of thousands of rows with a handful of statements. */
@Repository
class InstantiationSql {

    private static final int CHUNK = 10_000;

    private static final String TAKE_DATASET_IDS = """
            select nextval(pg_get_serial_sequence('dataset', 'id')) from generate_series(1, :count)
            """;

    private static final String ADD_WORKFLOW = """
            with added as (
              insert into workflow (name, dag, dag_version, state, failure_policy, owner, priority, jobs, open, useful_for_s,
                useful_until)
              values (:name, :dag, :version, case when :held then 'TEMPLATE' else 'DEFINED' end, :policy, :owner, :priority, :jobs,
                :jobs, :usefulFor,
                :dataTime::timestamptz + make_interval(secs => :usefulFor::double precision))
              returning id, state
            ), history as (
              insert into event (entity, entity_id, to_state, actor, reason)
              select 'workflow', id, state, 'user ' || :owner, 'made from version ' || :version || ' of DAG ' || :dag from added
            )
            select id from added
            """;

    private static final String ADD_VERTICES = """
            insert into vertex (job_id, workflow_id, waiting, noop, useful_for_s)
            select job_id, :workflow, waiting, noop, useful_for_s
            from unnest(:jobs, :waiting, :noops, :usefulFor) as v(job_id, waiting, noop, useful_for_s)
            """;

    private static final String ADD_PARENTS = """
            insert into vertex_parent (parent, child) select * from unnest(:parents, :children)
            """;

    private static final String ADD_DATASETS = """
            insert into dataset (id, workflow_id, source_job, target_job, name, comment, datatype, datatag, dirpath, path)
            overriding system value
            select id, :workflow, source, target, name, comment, datatype, datatag, dirpath, path
            from unnest(:ids, :sources, :targets, :names, :comments, :datatypes, :datatags, :dirpaths, :paths)
              as d(id, source, target, name, comment, datatype, datatag, dirpath, path)
            """;

    private final JdbcClient db;

    InstantiationSql(JdbcClient db) {
        this.db = db;
    }

    List<Long> takeDatasetIds(int count) {
        return db.sql(TAKE_DATASET_IDS).param("count", count).query(Long.class).list();
    }

    /** The row alone, and its id. */
    long addWorkflow(WorkflowWish wish, int version, FailurePolicy policy, int jobs, String owner) {
        return db.sql(ADD_WORKFLOW)
                .param("name", wish.workflowName())
                .param("dag", wish.dag())
                .param("version", version)
                .param("held", wish.isHeld())
                .param("policy", policy.name())
                .param("owner", owner)
                .param("priority", wish.priority() == null ? 0 : wish.priority())
                .param("jobs", jobs)
                .param("usefulFor", seconds(wish.usefulFor()))
                .param("dataTime", Rows.parameter(wish.dataTime()))
                .query(Long.class)
                .single();
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    /**
     * A vertex whose job is stored.
     *
     * @param waiting number of parents
     * @param usefulFor of the vertex itself
     */
    record NewVertex(
            long job, int waiting, boolean noop, @Nullable Duration usefulFor) {}

    void addVertices(long workflow, List<NewVertex> vertices) {
        db.sql(ADD_VERTICES)
                .param("workflow", workflow)
                .param("jobs", Columns.array("bigint", vertices, NewVertex::job))
                .param("waiting", Columns.array("integer", vertices, NewVertex::waiting))
                .param("noops", Columns.array("boolean", vertices, NewVertex::noop))
                .param("usefulFor", Columns.array("double precision", vertices, it -> seconds(it.usefulFor())))
                .update();
    }

    record Pair(long parent, long child) {}

    void addParents(List<Pair> pairs) {
        for (int from = 0; from < pairs.size(); from += CHUNK) {
            var some = pairs.subList(from, Math.min(from + CHUNK, pairs.size()));
            db.sql(ADD_PARENTS)
                    .param("parents", Columns.array("bigint", some, Pair::parent))
                    .param("children", Columns.array("bigint", some, Pair::child))
                    .update();
        }
    }

    record NewDataset(long source, long target, Dataset dataset) {}

    void addDatasets(long workflow, List<NewDataset> datasets) {
        for (int from = 0; from < datasets.size(); from += CHUNK) {
            var some = datasets.subList(from, Math.min(from + CHUNK, datasets.size()));
            db.sql(ADD_DATASETS)
                    .param("workflow", workflow)
                    .param(
                            "ids",
                            Columns.array("bigint", some, it -> it.dataset().id()))
                    .param("sources", Columns.array("bigint", some, NewDataset::source))
                    .param("targets", Columns.array("bigint", some, NewDataset::target))
                    .param(
                            "names",
                            Columns.array("text", some, it -> it.dataset().name()))
                    .param(
                            "comments",
                            Columns.array("text", some, it -> it.dataset().comment()))
                    .param(
                            "datatypes",
                            Columns.array("text", some, it -> it.dataset().datatype()))
                    .param(
                            "datatags",
                            Columns.array("text", some, it -> it.dataset().datatag()))
                    .param(
                            "dirpaths",
                            Columns.array("text", some, it -> it.dataset().dirpath()))
                    .param(
                            "paths",
                            Columns.array("text", some, it -> it.dataset().path()))
                    .update();
        }
    }
}
