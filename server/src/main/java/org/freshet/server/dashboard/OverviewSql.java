package org.freshet.server.dashboard;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts for the overview. */
@Component
class OverviewSql {

    private static final String STATES = "select state, count(*) as jobs from job group by state";

    private static final String CHANGES = """
            select to_state,
                   count(*) filter (where at > now() - interval '1 minute') as minute,
                   count(*) filter (where at > now() - interval '10 minutes') as ten_minutes,
                   count(*) filter (where at > now() - interval '1 hour') as hour,
                   count(*) filter (where at > now() - interval '2 hours') as two_hours,
                   count(*) as day
              from event
             where entity = 'job'
               and to_state <> 'RUNNING'
               and at > now() - interval '24 hours'
             group by to_state
            """;

    // A payload that ends at once has no change into RUNNING: its end is reported together with its start.
    private static final String STARTED = """
            select 'RUNNING' as to_state,
                   count(*) filter (where started_at > now() - interval '1 minute') as minute,
                   count(*) filter (where started_at > now() - interval '10 minutes') as ten_minutes,
                   count(*) filter (where started_at > now() - interval '1 hour') as hour,
                   count(*) filter (where started_at > now() - interval '2 hours') as two_hours,
                   count(*) as day
              from attempt
             where started_at > now() - interval '24 hours'
            """;

    private static final String NOTES = """
            select now() as now, at, service, level, message
              from service_log
             order by id desc
             limit :limit
            """;

    private final JdbcClient db;

    OverviewSql(JdbcClient db) {
        this.db = db;
    }

    /** Every state in the order of a job's life, with 0 where there is none. */
    SequencedMap<JobState, Long> states() {
        SequencedMap<JobState, Long> counts = new LinkedHashMap<>();
        for (JobState state : JobState.values()) {
            counts.put(state, 0L);
        }
        db.sql(STATES).query(columns -> {
            counts.put(JobState.valueOf(columns.getString("state")), columns.getLong("jobs"));
        });
        return counts;
    }

    /** How often jobs came into each state, for the states into which any came within a day; RUNNING counts starts. */
    List<ChangeRow> changes() {
        List<ChangeRow> changes = new ArrayList<>();
        for (String statement : List.of(CHANGES, STARTED)) {
            changes.addAll(db.sql(statement)
                    .query((columns, number) -> change(new ResultRow(columns)))
                    .list());
        }
        return changes;
    }

    /** What the services decided last, newest first. */
    List<NoteRow> notes(int limit) {
        return db.sql(NOTES)
                .param("limit", limit)
                .query((columns, number) -> note(new ResultRow(columns)))
                .list();
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

    private static NoteRow note(ResultRow row) throws SQLException {
        return new NoteRow(
                Moment.of(row.instant("at"), row.instant("now")),
                row.text("service"),
                row.text("level"),
                row.text("message"));
    }
}
