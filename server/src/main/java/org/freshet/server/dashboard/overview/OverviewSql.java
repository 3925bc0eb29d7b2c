package org.freshet.server.dashboard.overview;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts changes for the overview. What is over is read from change_tally, by its primary key; what is behind the tally's
 * end, and the few minutes at the beginning of a span that the tally does not divide, from the history, by event_recent.
 */
@Component
class OverviewSql {

    private static final String CLOCK = """
            select now() as now, coalesce((select at from tally_end), timestamptz 'epoch') as tallied
            """;

    // The first five minutes that lie wholly within a span.
    private static final String EDGE = "date_bin('5 minutes', now() - interval '%s', 'epoch') + interval '5 minutes'";

    private static final String BEFORE_EDGE = """
              union all
              select to_state, 0, 0, %s
                from event
               where entity = 'job'
                 and at > now() - interval '%s'
                 and at < least(EDGE, cast(:tallied as timestamptz))
                 and from_state is distinct from to_state
               group by to_state
            """;

    private static final String CHANGES =
            """
            with part as (
              select to_state,
                     count(*) filter (where at > now() - interval '1 minute') as minute,
                     count(*) filter (where at > now() - interval '10 minutes') as ten_minutes,
                     count(*) filter (where at >= :tallied and at > now() - interval '1 hour') as hour,
                     count(*) filter (where at >= :tallied and at > now() - interval '2 hours') as two_hours,
                     count(*) filter (where at >= :tallied) as day
                from event
               where entity = 'job'
                 and at > greatest(least(cast(:tallied as timestamptz), now() - interval '10 minutes'), now() - interval '24 hours')
                 and from_state is distinct from to_state
               group by to_state
            """ + beforeEdge("count(*), 0, 0", "1 hour") + beforeEdge("0, count(*), 0", "2 hours")
                    + beforeEdge("0, 0, count(*)", "24 hours")
                    + """
              union all
              select to_state, 0, 0,
                     coalesce(sum(changes) filter (where at >= HOUR), 0),
                     coalesce(sum(changes) filter (where at >= TWO_HOURS), 0),
                     sum(changes)
                from change_tally
               where at >= DAY and at < :tallied
               group by to_state
            )
            select to_state,
                   cast(sum(minute) as bigint) as minute,
                   cast(sum(ten_minutes) as bigint) as ten_minutes,
                   cast(sum(hour) as bigint) as hour,
                   cast(sum(two_hours) as bigint) as two_hours,
                   cast(sum(day) as bigint) as day
              from part
             group by to_state
            """.replace("TWO_HOURS", EDGE.formatted("2 hours"))
                            .replace("HOUR", EDGE.formatted("1 hour"))
                            .replace("DAY", EDGE.formatted("24 hours"));

    private static final String ENDED = """
            with part as (
              select date_bin(cast(:step as interval), at, 'epoch') as slice, to_state, count(*) as changes
                from event
               where entity = 'job'
                 and to_state in ('FINISHED', 'FAILED', 'EXPIRED')
                 and at >= greatest(cast(:raw as timestamptz), cast(:from as timestamptz))
                 and from_state is distinct from to_state
               group by 1, 2
              union all
              select date_bin(cast(:step as interval), at, 'epoch'), to_state, sum(changes)
                from change_tally
               where to_state in ('FINISHED', 'FAILED', 'EXPIRED')
                 and at >= :from
                 and at < :raw
               group by 1, 2
            )
            select slice, to_state, cast(sum(changes) as bigint) as changes from part group by slice, to_state
            """;

    private final JdbcClient db;

    OverviewSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * The time of a page.
     *
     * @param tallied up to when the history is summed up
     */
    record Clock(Instant now, Instant tallied) {}

    /**
     * How many jobs ended in a way.
     *
     * @param slice when the part of the time begins in which they did
     */
    record Ended(Instant slice, JobState state, long jobs) {}

    private static String beforeEdge(String counts, String span) {
        return BEFORE_EDGE.formatted(counts, span).replace("EDGE", EDGE.formatted(span));
    }

    /** The same for every statement of one transaction. */
    Clock clock() {
        return db.sql(CLOCK)
                .query((columns, number) -> clock(new ResultRow(columns)))
                .single();
    }

    /** How often jobs came into each state, for the states into which any came within a day. */
    List<ChangeRow> changes(Instant tallied) {
        return db.sql(CHANGES)
                .param("tallied", Rows.parameter(tallied))
                .query((columns, number) -> change(new ResultRow(columns)))
                .list();
    }

    /**
     * How many jobs ended in each part of a time.
     *
     * @param from a multiple of the step
     * @param raw from when on the history is read row by row
     */
    List<Ended> ended(Instant from, Duration step, Instant raw) {
        return db.sql(ENDED)
                .param("from", Rows.parameter(from))
                .param("raw", Rows.parameter(raw))
                .param("step", step.toSeconds() + " seconds")
                .query((columns, number) -> ended(new ResultRow(columns)))
                .list();
    }

    private static Clock clock(ResultRow row) throws SQLException {
        return new Clock(row.instant("now"), row.instant("tallied"));
    }

    private static Ended ended(ResultRow row) throws SQLException {
        return new Ended(row.instant("slice"), row.choice(JobState.class, "to_state"), row.number("changes"));
    }

    private static ChangeRow change(ResultRow row) throws SQLException {
        return new ChangeRow(
                row.choice(JobState.class, "to_state"),
                row.number("minute"),
                row.number("ten_minutes"),
                row.number("hour"),
                row.number("two_hours"),
                row.number("day"));
    }
}
