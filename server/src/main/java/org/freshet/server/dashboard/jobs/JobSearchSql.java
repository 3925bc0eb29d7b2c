package org.freshet.server.dashboard.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.job.MatchingJobsSql;
import org.freshet.server.job.MatchingJobsSql.Part;
import org.freshet.server.job.MatchingJobsSql.Way;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads parts of the list of jobs: who finds them is {@link MatchingJobsSql}, what is shown of them is here. */
@Component
class JobSearchSql {

    /** Nobody needs to know how many exactly, if there are more. */
    static final int COUNTED = 100_000;

    // Of at most a page of jobs. The attempt knows site and host, also when its pilot was purged.
    private static final String ROWS = """
            select now() as now, j.id, j.name, j.jobtype, j.state, j.reason, j.exit_code, j.signal, j.attempt,
                   j.priority, j.run, j.subrun, coalesce(a.site, q.site) as site, a.host, j.defined_at,
                   j.dispatched_at, j.started_at, j.ended_at, j.useful_until, j.message, j.owner, j.workflow_id
              from (%s) j
              join requirement q on q.id = j.requirement_id
              left join attempt a on a.job_id = j.id and a.attempt = j.attempt
            """;

    // Along job_pk.
    private static final String TOTAL = "select count(*) from (select from job order by id desc limit :limit) j";

    private static final String NEWEST = "select coalesce(max(id), 0) from job";

    private final JdbcClient db;

    JobSearchSql(JdbcClient db) {
        this.db = db;
    }

    /** In the order of the list. */
    List<ListedJob> rows(Way way, Part part) {
        var numbered =
                "select m.*, row_number() over () as place from (" + MatchingJobsSql.statement(way, part) + ") m";
        var statement = ROWS.formatted(numbered) + " order by j.place" + (part.backward() ? " desc" : "");
        return MatchingJobsSql.bind(db.sql(statement), way, part)
                .query(JobSearchSql::row)
                .list();
    }

    /** How many jobs there are; one more than {@link #COUNTED} if they are not counted to their end. */
    long total() {
        return db.sql(TOTAL).param("limit", COUNTED + 1).query(Long.class).single();
    }

    /** The highest id; 0 if there is no job. */
    long newest() {
        return db.sql(NEWEST).query(Long.class).single();
    }

    private static ListedJob row(ResultSet columns, int number) throws SQLException {
        ResultRow row = new ResultRow(columns);
        return new ListedJob(JobListSql.row(columns, number), row.text("owner"), row.numberOrNull("workflow_id"));
    }
}
