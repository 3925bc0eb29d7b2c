package org.freshet.server.dashboard;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads lists of jobs. Paging is by id, so that a page costs the same wherever it lies. */
@Component
class JobListSql {

    /**
     * The tables and the filter. Shared by the statements below because rows and counts of one page must never differ
     * in what they count. An empty array does not restrict.
     */
    private static final String MATCHING = """
             from job j
             join requirement r on r.id = j.requirement_id
             left join pilot p on p.id = j.pilot_id
            where (cardinality(:states) = 0 or j.state = any(:states))
              and (cardinality(:reasons) = 0 or j.reason = any(:reasons))
              and (cardinality(:types) = 0 or j.jobtype = any(:types))
              and (cardinality(:users) = 0 or j.owner = any(:users))
              and (cardinality(:sites) = 0 or coalesce(p.site, r.site) = any(:sites))
              and (cardinality(:hosts) = 0 or p.host = any(:hosts))
              and (cardinality(:pilots) = 0 or j.pilot_id = any(:pilots))
              and (cardinality(:runs) = 0 or j.run = any(:runs))
              and (cardinality(:ids) = 0 or j.id = any(:ids))
              and (cardinality(:workflows) = 0 or j.workflow_id = any(:workflows))
              and (cardinality(:vertices) = 0 or j.vertex = any(:vertices) or regexp_replace(j.vertex, '\\[[0-9]+\\]$', '') = any(:vertices))
              and (cast(:name as text) is null or strpos(lower(j.name), lower(:name)) > 0)
            """;

    private static final String COLUMNS = """
            select now() as now, j.id, j.name, j.jobtype, j.state, j.reason, j.exit_code, j.signal, j.attempt,
                   j.priority, j.run, j.subrun, coalesce(p.site, r.site) as site, p.host, j.defined_at,
                   j.dispatched_at, j.started_at, j.ended_at, j.useful_until, j.message
            """;

    private static final String ROWS_DOWNWARD = COLUMNS + MATCHING + """
              and (cast(:below as bigint) is null or j.id < :below)
            order by j.id desc
            limit :limit
            """;

    private static final String ROWS_UPWARD = COLUMNS + MATCHING + """
              and j.id > :above
            order by j.id
            limit :limit
            """;

    private static final String COUNT = "select count(*)" + MATCHING + " and j.id > :above";

    private static final String TOTAL = "select count(*) from job";

    private static final String TYPES = "select name from job_type order by name";

    // No index serves it, on purpose: see the queue decision in the schema. A scan of 100,000 rows takes about 20 ms.
    private static final String LATEST_FAILED = COLUMNS + """
             from job j
             join requirement r on r.id = j.requirement_id
             left join pilot p on p.id = j.pilot_id
            where j.state = 'FAILED'
            order by j.ended_at desc, j.id desc
            limit :limit
            """;

    private static final String OF_PILOT = COLUMNS + """
             from (select job_id, max(dispatched_at) as at
                     from attempt
                    where pilot_id = :pilot
                    group by job_id
                    order by at desc
                    limit :limit) a
             join job j on j.id = a.job_id
             join requirement r on r.id = j.requirement_id
             left join pilot p on p.id = j.pilot_id
            order by a.at desc
            """;

    private final JdbcClient db;

    JobListSql(JdbcClient db) {
        this.db = db;
    }

    /** Rows below an id, newest first. */
    List<JobRow> downward(Filter filter, @Nullable Long below, int limit) {
        return matching(ROWS_DOWNWARD, filter)
                .param("below", below)
                .param("limit", limit)
                .query(JobListSql::row)
                .list();
    }

    /** The rows directly above an id, newest first. */
    List<JobRow> upward(Filter filter, long above, int limit) {
        return matching(ROWS_UPWARD, filter)
                .param("above", above)
                .param("limit", limit)
                .query(JobListSql::row)
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

    List<String> types() {
        return db.sql(TYPES).query(String.class).list();
    }

    List<JobRow> latestFailed(int limit) {
        return db.sql(LATEST_FAILED)
                .param("limit", limit)
                .query(JobListSql::row)
                .list();
    }

    List<JobRow> ofPilot(long pilot, int limit) {
        return db.sql(OF_PILOT)
                .param("pilot", pilot)
                .param("limit", limit)
                .query(JobListSql::row)
                .list();
    }

    private StatementSpec matching(String statement, Filter filter) {
        return db.sql(statement)
                .param("states", filter.texts("state"))
                .param("reasons", filter.texts("reason"))
                .param("types", filter.texts("type"))
                .param("users", filter.texts("user"))
                .param("sites", filter.texts("site"))
                .param("hosts", filter.texts("host"))
                .param("pilots", filter.numbers("pilot"))
                .param("runs", filter.numbers("run"))
                .param("ids", filter.numbers("id"))
                .param("workflows", filter.numbers("workflow"))
                .param("vertices", filter.texts("vertex"))
                .param("name", filter.single("name").orElse(null));
    }

    private static JobRow row(ResultSet columns, int number) throws SQLException {
        ResultRow row = new ResultRow(columns);
        return new JobRow(
                row.instant("now"),
                row.number("id"),
                row.text("name"),
                row.text("jobtype"),
                row.choice(JobState.class, "state"),
                row.choiceOrNull(FailureReason.class, "reason"),
                row.integerOrNull("exit_code"),
                row.integerOrNull("signal"),
                row.integer("attempt"),
                row.integer("priority"),
                row.numberOrNull("run"),
                row.numberOrNull("subrun"),
                row.textOrNull("site"),
                row.textOrNull("host"),
                row.instant("defined_at"),
                row.instantOrNull("dispatched_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"),
                row.instantOrNull("useful_until"),
                row.textOrNull("message"));
    }
}
