package org.freshet.server.dashboard.handover;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.ResultRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads what happened in a shift. */
@Component
class HandoverSql {

    // Served by event_recent.
    private static final String ENDED = """
            select to_state, count(*) as jobs
              from event
             where entity = 'job'
               and at >= :from
               and at < :to
               and to_state in ('FINISHED', 'FAILED', 'EXPIRED', 'CANCELLED', 'SKIPPED')
             group by to_state
            """;

    // Served by event_recent and job_pk.
    private static final String FAILURES = """
            select j.jobtype, split_part(coalesce(e.reason, ''), ':', 1) as reason, count(*) as failed,
                   count(distinct j.id) filter (where j.state = 'FAILED') as unresolved
              from event e
              left join job j on j.id = e.entity_id
             where e.entity = 'job'
               and e.to_state = 'FAILED'
               and e.at >= :from
               and e.at < :to
             group by 1, 2
             order by 3 desc, 1, 2
             limit 50
            """;

    // Submissions are no news. Served by event_of_deeds; what is not a job is a few rows a day in a table of its own.
    private static final String DEEDS = """
            select max(at) as at, substr(actor, 6) as who, entity, to_state, reason, count(*) as things,
                   min(entity_id) as first
              from (select *
                      from event
                     where actor like 'user %'
                       and from_state is not null
                       and entity in ('job', 'pilot', 'workflow', 'dataset')
                       and at >= :from
                       and at < :to
                    union all
                    select *
                      from event
                     where actor like 'user %'
                       and entity in ('site', 'jobtype', 'dag', 'datatype', 'alarm', 'silence')
                       and at >= :from
                       and at < :to) deeds
             group by date_trunc('minute', at), actor, entity, to_state, reason
             order by 1 desc, 7
             limit 200
            """;

    // Served by service_log_recent.
    private static final String POOL = """
            select min(at) as first, max(at) as last, count(*) as times, min(level) as level,
                   (array_agg(message order by id desc))[1] as message
              from service_log
             where service = 'pool'
               and level in ('WARNING', 'ERROR')
               and at >= :from
               and at < :to
             group by data->>'site', data->>'outcome', case when data->>'outcome' is null then message end
             order by 1
             limit 50
            """;

    // Served by shift_note_at.
    private static final String NOTES = """
            select at, author, body
              from shift_note
             where at >= :from
               and at < :to
             order by at desc, id desc
             limit 200
            """;

    private final JdbcClient db;

    HandoverSql(JdbcClient db) {
        this.db = db;
    }

    /** How many jobs came into each final state, in the order of the states. */
    SequencedMap<JobState, Long> ended(Instant from, Instant to) {
        SequencedMap<JobState, Long> counts = new LinkedHashMap<>();
        for (JobState state : JobState.values()) {
            if (state.isFinal()) {
                counts.put(state, 0L);
            }
        }
        during(ENDED, from, to).query(columns -> {
            counts.put(JobState.valueOf(columns.getString("to_state")), columns.getLong("jobs"));
        });
        return counts;
    }

    /** The most frequent first. */
    List<FailedGroup> failures(Instant from, Instant to) {
        return during(FAILURES, from, to)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    return new FailedGroup(
                            row.textOrNull("jobtype"),
                            row.text("reason"),
                            row.number("failed"),
                            row.number("unresolved"));
                })
                .list();
    }

    /** What people did, newest first. */
    List<Deed> deeds(Instant from, Instant to, Instant now) {
        return during(DEEDS, from, to)
                .query((columns, number) -> deed(new ResultRow(columns), now))
                .list();
    }

    private static Deed deed(ResultRow row, Instant now) throws SQLException {
        return new Deed(
                Moment.of(row.instant("at"), now),
                row.text("who"),
                row.text("entity"),
                row.text("to_state"),
                row.textOrNull("reason"),
                row.number("things"),
                row.number("first"));
    }

    /** What the pool decided that it does not usually, the first first. */
    List<PoolNews> pool(Instant from, Instant to) {
        return during(POOL, from, to)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    return new PoolNews(
                            row.instant("first"),
                            row.instant("last"),
                            row.number("times"),
                            row.text("level"),
                            row.text("message"));
                })
                .list();
    }

    /** Newest first. */
    List<ShiftNote> notes(Instant from, Instant to, Instant now) {
        return during(NOTES, from, to)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    return new ShiftNote(Moment.of(row.instant("at"), now), row.text("author"), row.text("body"));
                })
                .list();
    }

    private StatementSpec during(String statement, Instant from, Instant to) {
        return db.sql(statement).param("from", from.atOffset(ZoneOffset.UTC)).param("to", to.atOffset(ZoneOffset.UTC));
    }
}
