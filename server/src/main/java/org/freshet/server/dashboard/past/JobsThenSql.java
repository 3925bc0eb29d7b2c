package org.freshet.server.dashboard.past;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Reach;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Lists jobs as they were at an earlier moment, with the states that the history had for them then. */
@Component
class JobsThenSql {

    /** So many jobs are looked through at once for those that match. */
    static final int LOOKED_THROUGH = 200_000;

    /** So many of them are asked for their state at once. */
    static final int ASKED = 5_000;

    /** Ids are given in the order of submission, but for submissions at the same time. */
    private static final int AT_ONCE = 1000;

    // Ids grow with the time: halves the range until it is found where that moment is. Each step is served by job_pk.
    private static final String TOP = """
            with recursive bisect (low, high) as (
              select coalesce(min(id), 1), coalesce(max(id), 0) + 1 from job
              union all
              select case when m.defined_at <= :at then m.id + 1 else s.low end,
                     case when m.defined_at <= :at then s.high else (s.low + s.high) / 2 end
                from bisect s
                left join lateral (
                       select id, defined_at from job where id >= (s.low + s.high) / 2 order by id limit 1) m on true
               where s.low < s.high
            )
            select min(high) from bisect
            """;

    // Along job_pk, or job_of_run where a run is sought.
    private static final String MATCHING = """
              select j.*
                from job j
               where j.id > :above
                 and j.id < :below
                 and j.defined_at <= :at
                 and (cardinality(:types) = 0 or j.jobtype = any(:types))
                 and (cardinality(:users) = 0 or j.owner = any(:users))
                 and (cardinality(:runs) = 0 or j.run = any(:runs))
                 and (cardinality(:ids) = 0 or j.id = any(:ids))
                 and (cardinality(:workflows) = 0 or j.workflow_id = any(:workflows))
                 and (cast(:name as text) is null or strpos(lower(j.name), lower(:name)) > 0)
               order by j.id desc
               limit :asked
            """;

    private static final String LOWEST = "select count(*) as jobs, min(id) as lowest from (\n" + MATCHING + ") m";

    // The state of each by event_of_entity.
    private static final String ROWS = "with m as materialized (\n" + MATCHING + """
            )
            select now() as now, m.id, m.name, m.jobtype, m.run, m.subrun, m.owner, m.defined_at, m.state as present,
                   e.to_state, e.at, e.attempt
              from m
              left join lateral (
                     select to_state, at, attempt
                       from event
                      where entity = 'job' and entity_id = m.id and at <= :at
                      order by at desc
                      limit 1) e on true
             where cardinality(:states) = 0 or e.to_state = any(:states)
             order by m.id desc
             limit :limit
            """;

    private final JdbcClient db;

    JobsThenSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * How far a search went.
     *
     * @param jobs how many matched but for their state, {@link #ASKED} at most
     * @param lowest id of them; 0 if there are none
     */
    record Asked(long jobs, long lowest) {}

    /** All jobs of that moment have ids below this one. */
    long top(Instant at) {
        return db.sql(TOP).param("at", Rows.parameter(at)).query(Long.class).single() + AT_ONCE;
    }

    /** Which jobs are asked for their states, the newest ones first. */
    Asked asked(Filter filter, Instant at, Reach reach) {
        return matching(LOWEST, filter, at, reach, ASKED)
                .query((columns, number) -> new Asked(columns.getLong("jobs"), columns.getLong("lowest")))
                .single();
    }

    /** @param asked for so many their state is looked up; the newest ones first */
    List<JobThen> rows(Filter filter, Instant at, Reach reach, int asked, int limit) {
        return matching(ROWS, filter, at, reach, asked)
                .param("states", filter.texts("state"))
                .param("limit", limit)
                .query(JobsThenSql::row)
                .list();
    }

    private StatementSpec matching(String statement, Filter filter, Instant at, Reach reach, int asked) {
        return db.sql(statement)
                .param("at", Rows.parameter(at))
                .param("above", reach.above())
                .param("below", reach.below())
                .param("asked", asked)
                .param("types", filter.texts("type"))
                .param("users", filter.texts("user"))
                .param("runs", filter.numbers("run"))
                .param("ids", filter.numbers("id"))
                .param("workflows", filter.numbers("workflow"))
                .param("name", filter.single("name").orElse(null));
    }

    private static JobThen row(ResultSet columns, int number) throws SQLException {
        ResultRow row = new ResultRow(columns);
        return new JobThen(
                row.instant("now"),
                row.number("id"),
                row.text("name"),
                row.text("jobtype"),
                row.numberOrNull("run"),
                row.numberOrNull("subrun"),
                row.text("owner"),
                row.instant("defined_at"),
                row.choiceOrNull(JobState.class, "to_state"),
                row.instantOrNull("at"),
                row.integerOrNull("attempt"),
                row.choice(JobState.class, "present"));
    }
}
