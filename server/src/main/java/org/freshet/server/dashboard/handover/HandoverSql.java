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

/** Reads what happened in a shift, so many lines of each kind at most. */
@Component
class HandoverSql {

    /** So many of the newest failed attempts are looked at. */
    static final int LOOKED_AT = 20_000;

    // Five minutes that lie wholly within the shift and are tallied are read from change_tally, by its primary key;
    // what is before and behind them, or older than the first sum, from the history, by event_recent.
    private static final String ENDED = """
            with tallied as (
              select b.first, greatest(b.first, least(b.last, coalesce((select at from tally_end), b.first))) as last
                from (select least(cast(:to as timestamptz),
                               greatest((select min(at) from change_tally),
                                 date_bin('5 minutes', cast(:from as timestamptz) - interval '1 microsecond', 'epoch')
                                   + interval '5 minutes')) as first,
                             date_bin('5 minutes', cast(:to as timestamptz), 'epoch') as last) b
            ), part as (
              select to_state, count(*) as jobs
                from event
               where entity = 'job'
                 and to_state in ('FINISHED', 'FAILED', 'EXPIRED', 'CANCELLED', 'SKIPPED')
                 and from_state is distinct from to_state
                 and at >= :from
                 and at < (select first from tallied)
               group by to_state
              union all
              select to_state, sum(changes)
                from change_tally
               where to_state in ('FINISHED', 'FAILED', 'EXPIRED', 'CANCELLED', 'SKIPPED')
                 and at >= (select first from tallied)
                 and at < (select last from tallied)
               group by to_state
              union all
              select to_state, count(*)
                from event
               where entity = 'job'
                 and to_state in ('FINISHED', 'FAILED', 'EXPIRED', 'CANCELLED', 'SKIPPED')
                 and from_state is distinct from to_state
                 and at >= (select last from tallied)
                 and at < :to
               group by to_state
            )
            select to_state, cast(sum(jobs) as bigint) as jobs from part group by to_state
            """;

    // Served by attempt_failed and job_pk, for the newest so many. A job that was lost and goes on elsewhere is no
    // failure.
    private static final String FAILURES = """
            select a.jobtype, coalesce(a.reason, 'PILOT_LOST') as reason, count(*) as failed,
                   count(distinct j.id) filter (where j.state = 'FAILED') as unresolved
              from (select job_id, attempt, jobtype, result, reason
                      from attempt
                     where result in ('FAILED', 'PILOT_LOST')
                       and ended_at >= :from
                       and ended_at < :to
                     order by ended_at desc
                     limit :looked) a
              join job j on j.id = a.job_id
             where a.result = 'FAILED' or (j.state = 'FAILED' and j.attempt = a.attempt)
             group by 1, 2
             order by 3 desc, 1, 2
             limit :most
            """;

    // Served by attempt_failed.
    private static final String MORE_FAILED = """
            select exists (
              select from attempt
               where result in ('FAILED', 'PILOT_LOST')
                 and ended_at >= :from
                 and ended_at < :to
               order by ended_at desc
               offset :looked limit 1)
            """;

    // Submissions are no news, and a change of many jobs is one deed. Served by event_of_deeds; what is not a job
    // is a few rows a day in a table of its own.
    private static final String DEEDS = """
            with deeds as (
              select max(at) as at, substr(actor, 6) as who, entity, to_state, reason, count(*) as things,
                     min(entity_id) as first
                from (select *
                        from event
                       where actor like 'user %'
                         and from_state is not null
                         and (origin is null or origin not like 'bulk %')
                         and entity in ('job', 'pilot', 'workflow', 'dataset')
                         and at >= :from
                         and at < :to
                      union all
                      select *
                        from event
                       where actor like 'user %'
                         and entity in
                           ('site', 'jobtype', 'dag', 'datatype', 'alarm', 'silence', 'host', 'failure', 'bulk')
                         and at >= :from
                         and at < :to) every
               group by date_trunc('minute', at), actor, entity, to_state, reason,
                        case when entity in ('host', 'bulk') then entity_id end
               order by 1 desc, 7
               limit :most
            )
            select d.*,
                   case d.entity
                     when 'site' then (select name from site where id = d.first)
                     when 'jobtype' then (select name from job_type where id = d.first)
                     when 'dag' then (select name from dag where id = d.first)
                     when 'datatype' then (select name from data_type where id = d.first)
                     when 'host' then (select host from host_ban where id = d.first)
                     when 'failure' then
                       (select concat_ws(' ', jobtype || ',', reason, coalesce(exit_code, signal)) from acknowledgement where id = d.first)
                   end as name
              from deeds d
             order by d.at desc, d.first
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
             order by 1 desc
             limit :most
            """;

    // Served by shift_note_at.
    private static final String NOTES = """
            select at, author, body
              from shift_note
             where at >= :from
               and at < :to
             order by at desc, id desc
             limit :most
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
    List<FailedGroup> failures(Instant from, Instant to, int most) {
        return during(FAILURES, from, to)
                .param("looked", LOOKED_AT)
                .param("most", most)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    return new FailedGroup(
                            row.text("jobtype"), row.text("reason"), row.number("failed"), row.number("unresolved"));
                })
                .list();
    }

    /** Whether there are failed attempts that were not looked at. */
    boolean moreFailed(Instant from, Instant to) {
        return during(MORE_FAILED, from, to)
                .param("looked", LOOKED_AT)
                .query(Boolean.class)
                .single();
    }

    /** What people did, newest first. */
    List<Deed> deeds(Instant from, Instant to, Instant now, int most) {
        return during(DEEDS, from, to)
                .param("most", most)
                .query((columns, number) -> deed(new ResultRow(columns), now))
                .list();
    }

    private static Deed deed(ResultRow row, Instant now) throws SQLException {
        var who = row.text("who");
        var state = row.text("to_state");
        return new Deed(
                Moment.of(row.instant("at"), now),
                who,
                row.text("entity"),
                state,
                Deed.why(state, who, row.textOrNull("reason")),
                row.number("things"),
                row.number("first"),
                row.textOrNull("name"));
    }

    /** What the pool decided that it does not usually, newest first. */
    List<PoolNews> pool(Instant from, Instant to, int most) {
        return during(POOL, from, to)
                .param("most", most)
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
    List<ShiftNote> notes(Instant from, Instant to, Instant now, int most) {
        return during(NOTES, from, to)
                .param("most", most)
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
