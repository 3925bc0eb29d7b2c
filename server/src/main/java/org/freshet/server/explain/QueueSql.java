package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freshet.server.explain.Queue.Ahead;
import org.freshet.server.explain.Queue.Limit;
import org.freshet.server.explain.Queue.Waiting;
import org.freshet.server.explain.Queue.WaitingClass;
import org.freshet.server.platform.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the queue. Every count ends at one more than {@link Say#MOST}. */
@Repository
class QueueSql {

    // Jumps along ready_order from class to class, as the claim does.
    private static final String CLASSES = """
            with recursive step as (
              (select class_id from ready order by class_id limit 1)
              union all
              select (select r.class_id from ready r where r.class_id > s.class_id order by r.class_id limit 1)
              from step s
              where s.class_id is not null
            ), class as (
              select q.* from step s join requirement q on q.id = s.class_id
            )
            """;

    // Two ranges of ready_order per class: an "or" in one of them would read all jobs that are behind.
    private static final String AHEAD = CLASSES + """
            , me as (
              select r.class_id, r.priority, r.seq, q.jobtype
              from ready r
              join requirement q on q.id = r.class_id
              where r.job_id = :job
            )
            select
              (select count(*) from (
                select 1
                from me
                join class c on c.jobtype = me.jobtype
                cross join lateral (
                  (select 1 from ready r where r.class_id = c.id and r.priority > me.priority limit :most + 1)
                  union all
                  (select 1 from ready r where r.class_id = c.id and r.priority = me.priority and r.seq < me.seq limit :most + 1)
                ) before
                limit :most + 1) same) as same_type,
              (select count(*) from (
                select 1
                from me
                join class c on c.jobtype <> me.jobtype
                cross join lateral (
                  select 1 from ready r where r.class_id = c.id and r.priority > me.priority limit :most + 1
                ) before
                limit :most + 1) other) as other_types
            """;

    private static final String WAITING = CLASSES + """
            select c.*, (select count(*) from (
              select 1 from ready r where r.class_id = c.id limit :most + 1) head) as jobs
            from class c
            """;

    // Served by attempt_live_of_type.
    private static final String LIMITS = """
            select t.name, t.max_running,
              (select count(*) from attempt a where a.live and a.jobtype = t.name) as taken,
              array(
                select a.job_id from attempt a where a.live and a.jobtype = t.name order by a.dispatched_at, a.job_id limit 3
              ) as holders
            from job_type t
            where t.name = any(:types) and t.max_running is not null
            """;

    private final JdbcClient db;

    QueueSql(JdbcClient db) {
        this.db = db;
    }

    /** What is before a job in the queue; nothing if it is not in it. */
    Ahead ahead(long job) {
        return db.sql(AHEAD)
                .param("job", job)
                .param("most", Say.MOST)
                .query((row, n) -> new Ahead(row.getLong("same_type"), row.getLong("other_types")))
                .single();
    }

    Optional<Limit> limit(String type) {
        return Optional.ofNullable(limits(List.of(type)).get(type));
    }

    Waiting waiting() {
        var classes = db.sql(WAITING)
                .param("most", Say.MOST)
                .query((row, n) -> new WaitingClass(Requirements.read(row), row.getLong("jobs")))
                .list();
        return new Waiting(
                classes,
                limits(classes.stream()
                        .map(it -> it.asked().jobtype())
                        .distinct()
                        .toList()));
    }

    private Map<String, Limit> limits(Collection<String> types) {
        var limits = new HashMap<String, Limit>();
        db.sql(LIMITS).param("types", Columns.texts(types)).query(row -> {
            limits.put(row.getString("name"), limit(row));
        });
        return limits;
    }

    private static Limit limit(ResultSet row) throws SQLException {
        var holders = (Long[]) row.getArray("holders").getArray();
        return new Limit(
                row.getString("name"), row.getInt("max_running"), row.getLong("taken"), Arrays.asList(holders));
    }
}
