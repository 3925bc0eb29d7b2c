package org.freshet.server.dashboard.past;

import java.sql.SQLException;
import java.time.Instant;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.overview.JobCountSql;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads from the history how things stood at an earlier moment. */
@Component
class PastSql {

    // Served by change_tally_pk. Before the sums begin the history is short, or somebody waits once.
    private static final String CLOCK = """
            select now() as now, coalesce((select at from tally_end), timestamptz 'epoch') as tallied,
                   coalesce((select min(at) from change_tally), (select min(at) from event where entity = 'job')) as first
            """;

    // What happened since then: sums by change_tally_pk, and what is before and behind them by event_recent.
    private static final String SINCE = """
            with part as (
              select from_state, to_state, changes from change_tally where at >= :edge and at < :tallied
              union all
              select coalesce(from_state, ''), to_state, count(*)
                from event
               where entity = 'job' and at > :at and at < :edge and from_state is distinct from to_state
               group by 1, 2
              union all
              select coalesce(from_state, ''), to_state, count(*)
                from event
               where entity = 'job' and at >= :tallied and at > :at and from_state is distinct from to_state
               group by 1, 2
            )
            select from_state, to_state, cast(sum(changes) as bigint) as changes from part group by from_state, to_state
            """;

    // There are as many pilots as the retention leaves: some thousands.
    private static final String PILOTS = """
            select count(*) filter (where registered_at <= :at) as there,
                   count(*) filter (where registered_at is null or registered_at > :at) as ordered
              from pilot
             where submitted_at <= :at
               and (ended_at is null or ended_at > :at)
            """;

    private final JdbcClient db;

    PastSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * What a look back needs to know.
     *
     * @param tallied up to when the history is summed up
     * @param first when what is kept of it begins; null if there is none
     */
    record Clock(Instant now, Instant tallied, @Nullable Instant first) {}

    /** So many pilots were registered, and so many ordered only. */
    record Pilots(long there, long ordered) {}

    Clock clock() {
        return db.sql(CLOCK)
                .query((columns, number) -> clock(new ResultRow(columns)))
                .single();
    }

    /** By how much each count of jobs grew from then to now. */
    SequencedMap<JobState, Long> since(Instant at, Instant tallied) {
        Instant edge = Instant.ofEpochSecond(Math.ceilDiv(at.getEpochSecond() + 1, 300) * 300L);
        boolean isSummed = tallied.isAfter(edge);
        SequencedMap<JobState, Long> grown = JobCountSql.none();
        db.sql(SINCE)
                .param("at", Rows.parameter(at))
                .param("edge", Rows.parameter(isSummed ? edge : at))
                .param("tallied", Rows.parameter(isSummed ? tallied : at))
                .query(columns -> {
                    long changes = columns.getLong("changes");
                    String from = columns.getString("from_state");
                    if (!from.isEmpty()) {
                        grown.merge(JobState.valueOf(from), -changes, Long::sum);
                    }
                    grown.merge(JobState.valueOf(columns.getString("to_state")), changes, Long::sum);
                });
        return grown;
    }

    Pilots pilots(Instant at) {
        return db.sql(PILOTS)
                .param("at", Rows.parameter(at))
                .query((columns, number) -> pilots(new ResultRow(columns)))
                .single();
    }

    private static Clock clock(ResultRow row) throws SQLException {
        return new Clock(row.instant("now"), row.instant("tallied"), row.instantOrNull("first"));
    }

    private static Pilots pilots(ResultRow row) throws SQLException {
        return new Pilots(row.number("there"), row.number("ordered"));
    }
}
