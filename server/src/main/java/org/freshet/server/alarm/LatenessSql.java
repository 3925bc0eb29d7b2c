package org.freshet.server.alarm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads how far job types are behind. */
@Repository
class LatenessSql {

    // Jumps along ready_order from class to class and from priority to priority, and reads the ten oldest of each: the
    // number of an older job is lower. A job that was tried again waits since then, which event_of_entity knows.
    private static final String WAITING = """
            with recursive head as (
              (select class_id, priority from ready order by class_id, priority desc limit 1)
              union all
              select n.class_id, n.priority
              from head h
              cross join lateral (
                (select r.class_id, r.priority from ready r
                 where r.class_id = h.class_id and r.priority < h.priority
                 order by r.priority desc limit 1)
                union all
                (select r.class_id, r.priority from ready r
                 where r.class_id > h.class_id
                 order by r.class_id, r.priority desc limit 1)
                limit 1
              ) n
            )
            select distinct on (q.jobtype) q.jobtype, o.job_id, w.since as since, w.since as at
            from head h
            join requirement q on q.id = h.class_id
            cross join lateral (
              (select r.job_id from ready r where r.class_id = h.class_id and r.priority = h.priority
               order by r.seq limit 10)
              union
              (select r.job_id from ready r where r.class_id = h.class_id and r.priority = h.priority
               order by r.seq desc limit 10)
            ) o
            join job j on j.id = o.job_id
            cross join lateral (
              select coalesce(
                (select max(e.at) from event e
                 where e.entity = 'job' and e.entity_id = j.id and e.to_state = 'DEFINED'),
                j.defined_at) as since
            ) w
            order by q.jobtype, w.since, o.job_id
            """;

    // Served by event_recent and job_pk. What was taken more than a day before its job was defined is processed again:
    // its data wait since then.
    private static final String RESULTS = """
            select distinct on (j.jobtype) j.jobtype, j.id as job_id, e.at,
              case when j.data_time between j.defined_at - interval '1 day' and e.at
                then j.data_time else j.defined_at end as since
            from event e
            join job j on j.id = e.entity_id
            where e.entity = 'job' and e.to_state = 'FINISHED'
              and e.at > now() - make_interval(secs => :within::double precision)
            order by j.jobtype, e.at desc
            """;

    private final JdbcClient db;

    LatenessSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * A job that tells how far its type is behind.
     *
     * @param since when it was put into the queue; of a result, when its data were there
     * @param at when the result came; of a job that waits, the same as {@code since}
     */
    record Telling(String type, long job, Instant since, Instant at) {}

    /** The job of each type that waits for longest. */
    List<Telling> waiting() {
        return db.sql(WAITING).query(LatenessSql::telling).list();
    }

    /** The newest result of each type that had one lately. */
    List<Telling> results(Duration within) {
        return db.sql(RESULTS)
                .param("within", within.toMillis() / 1000.0)
                .query(LatenessSql::telling)
                .list();
    }

    private static Telling telling(ResultSet row, int n) throws SQLException {
        return new Telling(
                row.getString("jobtype"),
                row.getLong("job_id"),
                Rows.requiredInstant(row, "since"),
                Rows.requiredInstant(row, "at"));
    }
}
