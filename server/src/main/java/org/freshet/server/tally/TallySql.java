package org.freshet.server.tally;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.freshet.server.freshness.CountedSince;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Sums up changes and results by five minutes. */
@Repository
class TallySql {

    // Nothing that is of interest happened before the oldest job. Served by job_pk.
    private static final String BEGIN = """
            insert into tally_end (at)
            select date_bin('5 minutes', coalesce((select defined_at from job order by id limit 1), now()), 'epoch')
            where not exists (select from tally_end)
            on conflict do nothing
            """;

    private static final String LOCK = """
            select at from tally_end for update skip locked
            """;

    // A change carries the time of its statement and is seen when its transaction commits: no transaction that may
    // still
    // write may have begun before.
    private static final String MAY_GO_TO = """
            select least(
              date_bin('5 minutes', least(
                now() - interval '1 minute',
                (select min(xact_start) from pg_stat_activity where backend_xid is not null and datname = current_database())), 'epoch'),
              cast(:from as timestamptz) + interval '1 day') as at
            """;

    // Served by event_recent, in the partitions of that time.
    private static final String TALLY_CHANGES = """
            insert into change_tally (at, from_state, to_state, changes)
            select date_bin('5 minutes', at, 'epoch'), coalesce(from_state, ''), to_state, count(*)
            from event
            where entity = 'job' and at >= :from and at < :to and from_state is distinct from to_state
            group by 1, 2, 3
            """;

    // Nobody looks at more than a day of them. Served by attempt_finished, type by type. The end of an attempt that is
    // reported very late is left out.
    private static final String TALLY_RESULTS = """
            insert into result_tally (at, jobtype, results, behind_s)
            select date_bin('5 minutes', a.ended_at, 'epoch'), t.name, count(*),
              percentile_cont(0.5) within group (order by
                cast(greatest(extract(epoch from a.ended_at
                  - (SINCE)), 0) as double precision))
            from job_type t
            cross join lateral (
              select job_id, ended_at
              from attempt
              where jobtype = t.name and result = 'FINISHED' and ended_at >= :from and ended_at < :to
                and ended_at > now() - interval '2 days'
            ) a
            join job j on j.id = a.job_id
            group by 1, 2
            """.replace("SINCE", CountedSince.of("j"));

    private static final String ADVANCE = """
            update tally_end set at = :to
            """;

    private static final String FORGET_RESULTS = """
            delete from result_tally where at < now() - interval '2 days'
            """;

    // What the retention dropped from the history goes from here, too, some at a time.
    private static final String FORGET_CHANGES = """
            delete from change_tally c
            using (select distinct at from change_tally order by at limit 12) o
            where c.at = o.at
              and not exists (
                select from event e where e.entity = 'job' and e.at >= o.at and e.at < o.at + interval '5 minutes')
            """;

    private final JdbcClient db;

    TallySql(JdbcClient db) {
        this.db = db;
    }

    void begin() {
        db.sql(BEGIN).update();
    }

    /** Up to when they go; empty if another server is at it. */
    Optional<Instant> lock() {
        return db.sql(LOCK).query((row, n) -> at(row)).optional();
    }

    /** How far they may go now, a day after {@code from} at most. */
    Instant mayGoTo(Instant from) {
        return db.sql(MAY_GO_TO)
                .param("from", Rows.parameter(from))
                .query((row, n) -> at(row))
                .single();
    }

    void tally(Instant from, Instant to) {
        between(TALLY_CHANGES, from, to).update();
        between(TALLY_RESULTS, from, to).update();
    }

    void forget() {
        db.sql(FORGET_RESULTS).update();
        db.sql(FORGET_CHANGES).update();
    }

    void advance(Instant to) {
        db.sql(ADVANCE).param("to", Rows.parameter(to)).update();
    }

    private StatementSpec between(String sql, Instant from, Instant to) {
        return db.sql(sql).param("from", Rows.parameter(from)).param("to", Rows.parameter(to));
    }

    private static Instant at(ResultSet row) throws SQLException {
        return Rows.requiredInstant(row, "at");
    }
}
