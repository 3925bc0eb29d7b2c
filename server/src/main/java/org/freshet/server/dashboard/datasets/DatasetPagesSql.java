package org.freshet.server.dashboard.datasets;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Kin;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Reach;
import org.freshet.server.dashboard.page.ResultRow;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Reads lists of datasets, and one. There may be millions, and nobody waits until all are looked through: where an
 * index leads to what is sought, it is taken; else the search ends after {@link #LOOKED_THROUGH}.
 */
@Component
public class DatasetPagesSql {

    /** So many datasets are looked through at once for those that match. */
    static final int LOOKED_THROUGH = 200_000;

    /** Nobody needs to know how many exactly, if there are more. */
    static final int COUNTED = 10_000;

    /** Between two ids, and matching. Shared: rows and counts of one page must never differ in what they count. */
    private static final String MATCHING = """
               and d.id > :above
               and d.id < :below
               and (cardinality(:states) = 0 or d.state = any(:states))
               and (cardinality(:types) = 0 or d.datatype = any(:types))
               and (cardinality(:tags) = 0 or d.datatag = any(:tags))
               and (cardinality(:ids) = 0 or d.id = any(:ids))
               and (cast(:workflow as bigint) is null or d.workflow_id = :workflow)
               and (cast(:job as bigint) is null or d.source_job = :job or d.target_job = :job)
               and (cast(:path as text) is null or strpos(lower(d.path), lower(:path)) > 0)
            """;

    // Each way by an index, whatever else is sought: one statement for all ways, with parameters that may be null,
    // would
    // be planned for none of them. This one goes along dataset_pk.
    private static final String ALL = "select d.* from dataset d where true\n" + MATCHING;

    // Served by dataset_pk.
    private static final String BY_ID = "select d.* from dataset d where d.id = any(:ids)\n" + MATCHING;

    // Served by dataset_of_workflow, in its order.
    private static final String OF_WORKFLOW = "select d.* from dataset d where d.workflow_id = :workflow\n" + MATCHING;

    // Served by dataset_of_source, dataset_of_target and dataset_pk.
    private static final String OF_JOB = """
            select d.*
              from dataset d
             where d.id = any(array(
                     select id from dataset where source_job = :job
                     union all
                     select id from dataset where target_job = :job))
            """ + MATCHING;

    private static final String FOUND = """
            select now() as now, d.*, s.vertex as source, s.state as source_state, t.vertex as target
              from (%s order by d.id %s limit :limit) d
              left join job s on s.id = d.source_job
              left join job t on t.id = d.target_job
             order by d.id desc
            """;

    private static final String COUNT = "select count(*) from (%s limit :limit) d";

    // Along dataset_pk, of which it reads no more than that.
    private static final String LOOKED_THROUGH_BELOW = """
            select id from dataset where id < :id order by id desc offset :looked limit 1
            """;

    private static final String LOOKED_THROUGH_ABOVE = """
            select id from dataset where id > :id order by id offset :looked limit 1
            """;

    private static final String TYPES = "select name from data_type order by name limit 200";

    private static final String FACTS = """
            select now() as now, d.*, s.vertex as source, s.state as source_state, t.vertex as target, w.name as workflow_name,
                   y.ext, y.comment as type_comment, y.output_check,
                   coalesce(y.output_check <> 'NONE', true) and (not coalesce(v.noop, false) or v.item_files is not null) as checked
              from dataset d
              left join job s on s.id = d.source_job
              left join job t on t.id = d.target_job
              left join vertex v on v.job_id = d.source_job
              left join workflow w on w.id = d.workflow_id
              left join data_type y on y.name = d.datatype
             where d.id = :id
            """;

    // Several edges may carry one file: each is a dataset. Served by dataset_of_source.
    private static final String READERS = """
            select distinct j.id, j.vertex, j.state
              from dataset d
              join job j on j.id = d.target_job
             where d.source_job = :source
               and d.path = :path
             order by j.id
             limit 31
            """;

    private final JdbcClient db;

    DatasetPagesSql(JdbcClient db) {
        this.db = db;
    }

    /** Those that match and lie in this part of all, newest first. */
    List<DatasetRow> downward(Filter filter, Reach reach, int limit) {
        return found(filter, reach, "desc", limit);
    }

    /** The oldest of those that match and lie in this part of all, newest first. */
    List<DatasetRow> upward(Filter filter, Reach reach, int limit) {
        return found(filter, reach, "asc", limit);
    }

    private List<DatasetRow> found(Filter filter, Reach reach, String order, int limit) {
        return matching(FOUND.formatted(way(filter), order), filter, reach)
                .param("limit", limit)
                .query(DatasetPagesSql::row)
                .list();
    }

    /** How many match in this part of all; one more than {@link #COUNTED} if they are not counted to their end. */
    long count(Filter filter, Reach reach) {
        return matching(COUNT.formatted(way(filter)), filter, reach)
                .param("limit", COUNTED + 1)
                .query(Long.class)
                .single();
    }

    /** How far a search may go from an id to older ones. */
    Reach downFrom(Filter filter, long below) {
        return new Reach(isSearched(filter) ? end(LOOKED_THROUGH_BELOW, below, Reach.ALL.above()) : 0, below);
    }

    /** How far a search may go from an id to newer ones. */
    Reach upFrom(Filter filter, long above) {
        var all = Reach.ALL.below();
        return new Reach(above, isSearched(filter) ? end(LOOKED_THROUGH_ABOVE, above, all) : all);
    }

    private long end(String statement, long id, long ifThereIsNone) {
        return db.sql(statement)
                .param("id", id)
                .param("looked", LOOKED_THROUGH)
                .query(Long.class)
                .optional()
                .orElse(ifThereIsNone);
    }

    /** Whether no index leads to what the filter wants. */
    private static boolean isSearched(Filter filter) {
        return !filter.isEmpty() && way(filter).equals(ALL);
    }

    private static String way(Filter filter) {
        if (!filter.of("id").isEmpty()) {
            return BY_ID;
        }
        if (!filter.of("job").isEmpty()) {
            return OF_JOB;
        }
        return filter.of("workflow").isEmpty() ? ALL : OF_WORKFLOW;
    }

    /** Names of data types, as suggestions. */
    List<String> types() {
        return db.sql(TYPES).query(String.class).list();
    }

    Optional<DatasetFacts> facts(long id) {
        return db.sql(FACTS).param("id", id).query(DatasetPagesSql::dataset).optional();
    }

    /** The jobs that read the file that a job writes, one more than {@link Kin#SHOWN} at most. */
    List<Kin> readers(long source, String path) {
        return db.sql(READERS)
                .param("source", source)
                .param("path", path)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    return new Kin(row.number("id"), row.text("vertex"), row.choice(JobState.class, "state"));
                })
                .list();
    }

    private StatementSpec matching(String statement, Filter filter, Reach reach) {
        return db.sql(statement)
                .param("above", reach.above())
                .param("below", reach.below())
                .param("states", filter.texts("state"))
                .param("types", filter.texts("datatype"))
                .param("tags", filter.texts("datatag"))
                .param("ids", filter.numbers("id"))
                .param("workflow", number(filter, "workflow"))
                .param("job", number(filter, "job"))
                .param("path", filter.single("path").orElse(null));
    }

    private static @Nullable Long number(Filter filter, String field) {
        return filter.single(field).map(Long::valueOf).orElse(null);
    }

    /** A row of any statement that has the columns of {@code dataset}, and its ends. */
    public static DatasetRow row(ResultSet columns, int number) throws SQLException {
        var row = new ResultRow(columns);
        var now = row.instant("now");
        return new DatasetRow(
                row.number("id"),
                row.numberOrNull("workflow_id"),
                row.text("path"),
                row.text("datatag"),
                row.text("datatype"),
                row.choice(DatasetState.class, "state"),
                row.numberOrNull("source_job"),
                row.textOrNull("source"),
                row.choiceOrNull(JobState.class, "source_state"),
                row.numberOrNull("target_job"),
                row.textOrNull("target"),
                Moment.of(row.instant("created_at"), now),
                Moment.ofNullable(row.instantOrNull("written_at"), now));
    }

    private static DatasetFacts dataset(ResultSet columns, int number) throws SQLException {
        var row = new ResultRow(columns);
        return new DatasetFacts(
                row.instant("now"),
                row(columns, number),
                row.text("name"),
                row.text("dirpath"),
                row.text("comment"),
                row.textOrNull("workflow_name"),
                row.textOrNull("ext"),
                row.textOrNull("type_comment"),
                row.choiceOrNull(OutputCheck.class, "output_check"),
                row.flag("checked"));
    }
}
