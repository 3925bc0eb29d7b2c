package org.freshet.server.dashboard.overview;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts jobs by state: all of them, or what changed since they were all counted. */
@Component
public class JobCountSql {

    // No index knows the state of a job, on purpose: see the queue decision in the schema. This reads the whole table.
    private static final String STATES = "select state, count(*) as jobs from job group by state";

    private static final String SNAPSHOT = "select now() as now, cast(pg_current_snapshot() as text) as snapshot";

    // A change carries the time at which its statement wrote it, after its transaction got its number: what a
    // snapshot does not see is either of a transaction that had its number before, and has begun before, or is
    // written after.
    private static final String OLDEST_WRITER = """
            select least(now(), min(xact_start)) as at
              from pg_stat_activity
             where backend_xid is not null
               and datname = current_database()
            """;

    // Served by event_recent. Whether a change was counted already is decided by the transaction that made it, not
    // by its time: the row knows the lower half of that transaction's number, and a recent one has the upper half
    // of the present.
    private static final String SINCE = """
            select coalesce(e.from_state, '') as from_state, e.to_state, count(*) as changes
              from event e
             cross join (select cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint) as next) t
             cross join lateral (select cast(cast(e.xmin as text) as bigint) as low) x
             where e.entity = 'job'
               and e.at > :since
               and e.from_state is distinct from e.to_state
               and not pg_visible_in_snapshot(
                     cast(cast(
                       t.next - mod(t.next, 4294967296) + x.low - case when x.low > mod(t.next, 4294967296) then 4294967296 else 0 end
                       as text) as xid8),
                     cast(:snapshot as pg_snapshot))
             group by 1, 2
            """;

    private final JdbcClient db;
    private final JdbcTemplate connection;

    JobCountSql(JdbcClient db, JdbcTemplate connection) {
        this.db = db;
        this.connection = connection;
    }

    /**
     * What a transaction sees.
     *
     * @param snapshot which transactions it sees, as the database writes it
     */
    record View(Instant at, String snapshot) {}

    /** No change that a snapshot of later does not see is older. */
    Instant oldestWriter() {
        return db.sql(OLDEST_WRITER)
                .query((columns, number) -> new ResultRow(columns).instant("at"))
                .single();
    }

    /** What this transaction sees, which must be one of a single snapshot. */
    View view() {
        return db.sql(SNAPSHOT)
                .query((columns, number) ->
                        new View(new ResultRow(columns).instant("now"), new ResultRow(columns).text("snapshot")))
                .single();
    }

    /** Lets the statements of this transaction take long: millions of jobs may have to be read from a slow disk. */
    void letStatementsTakeLong() {
        connection.execute((ConnectionCallback<@Nullable Void>) it -> {
            // The pool sets it back.
            it.setNetworkTimeout(Runnable::run, 0);
            return null;
        });
    }

    /** Lets the statements of this transaction use one processor only: nobody waits for them, but pages wait for processors. */
    void leaveProcessorsToOthers() {
        db.sql("set local max_parallel_workers_per_gather = 0").update();
    }

    /** Every state in the order of a job's life, with 0 where there is none. */
    SequencedMap<JobState, Long> states() {
        SequencedMap<JobState, Long> counts = none();
        db.sql(STATES).query(columns -> {
            counts.put(JobState.valueOf(columns.getString("state")), columns.getLong("jobs"));
        });
        return counts;
    }

    /**
     * By how much each count changed by transactions that another one did not see.
     *
     * @param since none of their changes is older
     */
    SequencedMap<JobState, Long> since(Instant since, String snapshot) {
        SequencedMap<JobState, Long> counts = none();
        db.sql(SINCE)
                .param("since", Rows.parameter(since))
                .param("snapshot", snapshot)
                .query(columns -> {
                    long changes = columns.getLong("changes");
                    String from = columns.getString("from_state");
                    if (!from.isEmpty()) {
                        counts.merge(JobState.valueOf(from), -changes, Long::sum);
                    }
                    counts.merge(JobState.valueOf(columns.getString("to_state")), changes, Long::sum);
                });
        return counts;
    }

    public static SequencedMap<JobState, Long> none() {
        SequencedMap<JobState, Long> counts = new LinkedHashMap<>();
        for (JobState state : JobState.values()) {
            counts.put(state, 0L);
        }
        return counts;
    }
}
