package org.freshet.server.servicelog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.WatchView;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Dead-man switches. */
@Repository
class WatchSql {

    private static final String PUT = """
            insert into watch (service, every_s) values (:service, :every)
            on conflict (service) do update set every_s = excluded.every_s, since = now(), late_since = null
            returning id
            """;

    private static final String REMOVE = """
            delete from watch where service = :service returning id
            """;

    // Served by service_log_of_service.
    private static final String LIST = """
            select w.*, (select l.at from service_log l where l.service = w.service order by l.id desc limit 1) as last_entry
            from watch w
            order by w.service
            """;

    // Silence counts only while somebody could have written: not from before the database or the last of the servers
    // was started.
    private static final String TURN = """
            with heard as (
              select w.service, w.every_s, w.late_since, greatest(
                w.since,
                (select l.at from service_log l where l.service = w.service order by l.id desc limit 1)) as at
              from watch w
            ), turned as (
              select service, every_s, at, late_since is null as late
              from heard
              where case when late_since is null
                then greatest(at, pg_postmaster_start_time(), (select max(started_at) from server_instance where stopped_at is null))
                  < now() - make_interval(secs => every_s)
                else at > late_since end
            )
            update watch w
            set late_since = case when t.late then now() end
            from turned t
            where w.service = t.service and (w.late_since is null) = t.late
            returning w.service, w.every_s, t.late, t.at
            """;

    private final JdbcClient db;

    WatchSql(JdbcClient db) {
        this.db = db;
    }

    /** Returns its id. */
    long put(String service, int everySeconds) {
        return db.sql(PUT)
                .param("service", service)
                .param("every", everySeconds)
                .query(Long.class)
                .single();
    }

    /** Its id, if there was one. */
    Optional<Long> remove(String service) {
        return db.sql(REMOVE).param("service", service).query(Long.class).optional();
    }

    List<WatchView> all() {
        return db.sql(LIST).query(WatchSql::view).list();
    }

    private static WatchView view(ResultSet row, int n) throws SQLException {
        return new WatchView(
                row.getString("service"),
                row.getInt("every_s"),
                Rows.instant(row, "last_entry"),
                Rows.instant(row, "late_since"));
    }

    /** Begins the alarms that are due and ends those that are over; returns these. */
    List<WatchTurn> turn() {
        return db.sql(TURN)
                .query((row, n) -> new WatchTurn(
                        row.getString("service"),
                        row.getInt("every_s"),
                        row.getBoolean("late"),
                        Rows.requiredInstant(row, "at")))
                .list();
    }
}
