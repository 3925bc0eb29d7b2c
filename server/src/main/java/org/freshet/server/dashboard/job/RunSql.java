package org.freshet.server.dashboard.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.freshet.server.dashboard.page.Place;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.dashboard.page.TimePosition;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads the attempts of a pilot, of a host or of a job type by their time, so that a page costs the same wherever it lies. */
@Component
public class RunSql {

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final String DOWN = """
            and a.dispatched_at <= :at and (a.dispatched_at, a.job_id) < (:at, :job)
              order by a.dispatched_at desc, a.job_id desc limit :limit
            """;

    private static final String UP = """
            and a.dispatched_at >= :at and (a.dispatched_at, a.job_id) > (:at, :job)
              order by a.dispatched_at, a.job_id limit :limit
            """;

    // Served by pilot_pk or pilot_of_host, and by attempt_of_pilot: of each pilot no more are read than fit.
    private static final String OF_PILOTS = """
            select a.*
              from pilot p
             cross join lateral (
              select a.* from attempt a where a.pilot_id = p.id %s) a
             where %s
            """;

    // Served by attempt_of_type.
    private static final String OF_TYPE = "select a.* from attempt a where a.jobtype = :type %s";

    private static final String FOUND = """
            select now() as now, a.job_id, j.name, a.jobtype, j.run, j.subrun, a.attempt, a.pilot_id, a.site, a.host,
                   cast(null as text) as batch_id, a.live, a.dispatched_at, a.started_at, a.ended_at, a.result, a.reason,
                   a.exit_code, a.signal, a.message, a.cpu_ms, a.memory_mb
              from (select * from (%s) b order by b.dispatched_at %2$s, b.job_id %2$s limit :limit) a
              join job j on j.id = a.job_id
             order by a.dispatched_at desc, a.job_id desc
            """;

    private final JdbcClient db;

    RunSql(JdbcClient db) {
        this.db = db;
    }

    /** Of one pilot, one more than a page has, newest first. */
    public List<RunRow> ofPilot(long pilot, TimePosition position) {
        return found(OF_PILOTS, "p.id = :pilot", position)
                .param("pilot", pilot)
                .query(RunSql::row)
                .list();
    }

    /** Of all pilots of a host that are still known, one more than a page has, newest first. */
    public List<RunRow> ofHost(String host, TimePosition position) {
        return found(OF_PILOTS, "p.host = :host", position)
                .param("host", host)
                .query(RunSql::row)
                .list();
    }

    /** Of a job type, one more than a page has, newest first. */
    public List<RunRow> ofType(String type, TimePosition position) {
        return found(OF_TYPE, "", position)
                .param("type", type)
                .query(RunSql::row)
                .list();
    }

    private StatementSpec found(String source, String where, TimePosition position) {
        var before = position.before();
        var place = before == null ? position.below() : before;
        var from = source.formatted(before == null ? DOWN : UP, where);
        return db.sql(FOUND.formatted(from, before == null ? "desc" : "asc"))
                .param("at", Rows.parameter(at(place, before == null)))
                .param("job", place == null ? 0 : place.id())
                .param("limit", Position.PAGE + 1);
    }

    private static Instant at(@Nullable Place place, boolean down) {
        if (place != null) {
            return place.at();
        }
        return down ? LAST : FIRST;
    }

    private static RunRow row(ResultSet columns, int number) throws SQLException {
        var row = new ResultRow(columns);
        var run = row.numberOrNull("run");
        var subrun = row.numberOrNull("subrun");
        return new RunRow(
                row.number("job_id"),
                row.text("name"),
                row.text("jobtype"),
                run == null ? null : subrun == null ? Long.toString(run) : run + "." + subrun,
                JobPageSql.attempt(row));
    }
}
