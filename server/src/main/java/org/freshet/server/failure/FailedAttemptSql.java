package org.freshet.server.failure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.server.failure.FailurePart.Standing;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds what failed. */
@Repository
class FailedAttemptSql {

    // The newest failed attempts by attempt_failed; their jobs by job_pk, and what finished since by job_of_run. So the
    // cost is that of the attempts that are looked at, however many jobs there are. A colon without blanks would be
    // taken for a parameter.
    private static final String PARTS = """
            with failed as (
              select job_id, attempt, ended_at, coalesce(reason, 'PILOT_LOST') as reason, exit_code, signal, jobtype, host, message, result
              from attempt
              where result in ('FAILED', 'PILOT_LOST') and ended_at >= :from and ended_at < :to
              order by ended_at desc
              limit :most
            ), latest as (
              select distinct on (f.job_id) f.*, j.state, j.run, j.subrun
              from failed f
              join job j on j.id = f.job_id
              where f.result = 'FAILED' or (j.state = 'FAILED' and j.attempt = f.attempt)
              order by f.job_id, f.attempt desc
            ), judged as (
              select l.*,
                case
                  when l.state = 'FINISHED' then 'RESOLVED'
                  when l.subrun is not null and exists (
                    select from job s
                    where s.run = l.run and s.subrun = l.subrun and s.jobtype = l.jobtype
                      and s.state = 'FINISHED' and s.ended_at > l.ended_at) then 'RESOLVED'
                  when l.subrun is null and l.run is not null and exists (
                    select from job s
                    where s.run = l.run and s.subrun is null and s.jobtype = l.jobtype
                      and s.state = 'FINISHED' and s.ended_at > l.ended_at) then 'RESOLVED'
                  when l.state = 'FAILED' then 'UNRESOLVED'
                  else 'AGAIN'
                end as standing,
                least(12, greatest(1, width_bucket(
                  extract(epoch from l.ended_at)::double precision,
                  extract(epoch from :from::timestamptz)::double precision,
                  extract(epoch from :to::timestamptz)::double precision, 12))) as slot
              from latest l
            )
            select reason, exit_code, signal, jobtype, host, standing, count(*) as jobs,
              min(ended_at) as first_at, max(ended_at) as last_at,
              (array_agg(job_id order by ended_at desc, job_id desc))[1 : 200] as ids,
              (array_agg(attempt order by ended_at desc, job_id desc))[1] as attempt,
              (array_agg(message order by ended_at desc, job_id desc))[1] as message,
              array[
                count(*) filter (where slot = 1), count(*) filter (where slot = 2), count(*) filter (where slot = 3),
                count(*) filter (where slot = 4), count(*) filter (where slot = 5), count(*) filter (where slot = 6),
                count(*) filter (where slot = 7), count(*) filter (where slot = 8), count(*) filter (where slot = 9),
                count(*) filter (where slot = 10), count(*) filter (where slot = 11), count(*) filter (where slot = 12)]::integer[] as course
            from judged
            group by reason, exit_code, signal, jobtype, host, standing
            """;

    private static final String HAS_MORE = """
            select exists (
              select from attempt
              where result in ('FAILED', 'PILOT_LOST') and ended_at >= :from and ended_at < :to
              order by ended_at desc
              offset :most limit 1)
            """;

    private final JdbcClient db;

    FailedAttemptSql(JdbcClient db) {
        this.db = db;
    }

    /** What the newest so many failed attempts of a time come to, in no order. */
    List<FailurePart> parts(FailureTime time, int most) {
        return db.sql(PARTS)
                .param("from", Rows.parameter(time.from()))
                .param("to", Rows.parameter(time.to()))
                .param("most", most)
                .query(FailedAttemptSql::part)
                .list();
    }

    /** Whether more attempts than so many failed in a time. */
    boolean hasMore(FailureTime time, int most) {
        return db.sql(HAS_MORE)
                .param("from", Rows.parameter(time.from()))
                .param("to", Rows.parameter(time.to()))
                .param("most", most)
                .query(Boolean.class)
                .single();
    }

    private static FailurePart part(ResultSet row, int n) throws SQLException {
        return new FailurePart(
                key(row),
                Standing.valueOf(row.getString("standing")),
                row.getLong("jobs"),
                Rows.requiredInstant(row, "first_at"),
                Rows.requiredInstant(row, "last_at"),
                Arrays.asList((Long[]) row.getArray("ids").getArray()),
                row.getInt("attempt"),
                row.getString("message"),
                Rows.integers(row, "course"));
    }

    /** From a row of any statement that names the way in which something failed. */
    static FailureKey key(ResultSet row) throws SQLException {
        return new FailureKey(
                FailureReason.valueOf(row.getString("reason")),
                Rows.integer(row, "exit_code"),
                Rows.integer(row, "signal"),
                row.getString("jobtype"),
                row.getString("host"));
    }
}
