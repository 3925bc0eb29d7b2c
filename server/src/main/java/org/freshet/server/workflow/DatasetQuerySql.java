package org.freshet.server.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.JobId;
import org.freshet.protocol.WorkflowId;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads datasets. */
@Repository
class DatasetQuerySql {

    // Newest first along the primary key, or along dataset_of_workflow.
    private static final String LIST = """
            select d.*, s.vertex as source, t.vertex as target
            from dataset d
            left join job s on s.id = d.source_job
            left join job t on t.id = d.target_job
            where (cardinality(:states::text[]) = 0 or d.state = any(:states))
              and (:workflow::bigint is null or d.workflow_id = :workflow)
              and (:job::bigint is null or d.source_job = :job or d.target_job = :job)
              and (:datatype::text is null or d.datatype = :datatype)
              and (:name::text is null or position(lower(:name) in lower(d.name)) > 0)
              and (:id::bigint is null or d.id = :id)
              and (:after::bigint is null or d.id < :after)
            order by d.id desc
            limit :limit + 1
            """;

    // Served by dataset_path_unique.
    private static final String FREE = """
            select d.*, null as source, null as target
            from unnest(:paths) as w(path)
            join dataset d on md5(d.path) = md5(w.path) and d.path = w.path and d.workflow_id is null
            """;

    private final JdbcClient db;

    DatasetQuerySql(JdbcClient db) {
        this.db = db;
    }

    /** Which datasets a list shows; what is null or empty does not restrict. */
    record Filter(
            List<DatasetState> states,
            @Nullable Long workflow,
            @Nullable Long job,
            @Nullable String datatype,
            @Nullable String name,
            @Nullable Long id,
            @Nullable Long after,
            int limit) {

        static Filter of(Map<String, String> url) {
            var parameters = new Parameters(url, Set.of("state", "workflow", "job", "datatype", "name"));
            return new Filter(
                    parameters.words("state", DatasetState.class),
                    parameters.number("workflow"),
                    parameters.number("job"),
                    parameters.text("datatype"),
                    parameters.text("name"),
                    null,
                    parameters.number("after"),
                    parameters.limit());
        }

        static Filter only(long dataset) {
            return new Filter(List.of(), null, null, null, null, dataset, null, 1);
        }
    }

    /** Up to {@code limit} + 1. */
    List<DatasetView> list(Filter filter) {
        return db.sql(LIST)
                .param("states", Columns.array("text", filter.states(), Enum::name))
                .param("workflow", filter.workflow())
                .param("job", filter.job())
                .param("datatype", filter.datatype())
                .param("name", filter.name())
                .param("id", filter.id())
                .param("after", filter.after())
                .param("limit", filter.limit())
                .query(DatasetQuerySql::dataset)
                .list();
    }

    /** Those of no workflow with these paths. */
    List<DatasetView> ofNoWorkflow(Collection<String> paths) {
        return db.sql(FREE)
                .param("paths", Columns.texts(paths))
                .query(DatasetQuerySql::dataset)
                .list();
    }

    Optional<DatasetView> find(long dataset) {
        return list(Filter.only(dataset)).stream().findFirst();
    }

    private static DatasetView dataset(ResultSet row, int n) throws SQLException {
        var workflow = Rows.bigint(row, "workflow_id");
        return new DatasetView(
                row.getLong("id"),
                row.getString("name"),
                DatasetState.valueOf(row.getString("state")),
                workflow == null ? null : new WorkflowId(workflow),
                row.getString("source"),
                job(row, "source_job"),
                row.getString("target"),
                job(row, "target_job"),
                row.getString("datatype"),
                row.getString("datatag"),
                row.getString("dirpath"),
                row.getString("path"),
                row.getString("comment"),
                Rows.requiredInstant(row, "created_at"),
                Rows.instant(row, "written_at"));
    }

    private static @Nullable JobId job(ResultSet row, String column) throws SQLException {
        var id = Rows.bigint(row, column);
        return id == null ? null : new JobId(id);
    }
}
