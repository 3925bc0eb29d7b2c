package org.freshet.server.dashboard.overview;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.server.dashboard.page.ResultRow;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what changed of late: what failed, what people did, which runs are done, what services noted. */
@Component
class FeedSql {

    /** So many of a kind are counted; of more, only that there are more is said. */
    static final int COUNTED = 2000;

    // Served by attempt_failed: only what failed last is looked through, however much did.
    private static final String FAILURES = """
            select now() as now, j.jobtype, j.reason, j.exit_code, j.signal, count(*) as jobs, min(j.id) as job,
                   max(a.ended_at) as at, bool_or(a.cut) as cut
              from (select *, count(*) over () > :counted as cut
                      from (select job_id, attempt, ended_at
                              from attempt
                             where result in ('FAILED', 'PILOT_LOST')
                               and ended_at > now() - interval '24 hours'
                             order by ended_at desc
                             limit :counted + 1) f) a
              join job j on j.id = a.job_id and j.attempt = a.attempt and j.state = 'FAILED'
             group by j.jobtype, j.reason, j.exit_code, j.signal
             order by max(a.ended_at) desc
             limit :limit
            """;

    // Three kinds, each with a limit of its own: none pushes the others out. What is not a job, a pilot, a workflow
    // or a dataset is in a table of its own (event_of_people); deeds are served by event_of_deeds, which does not
    // have what a change of many jobs did to each; what is made, by event_of_people, of which no more than so much
    // is looked through.
    private static final String PEOPLE = """
            with named as (
              select *, false as cut
                from (select at, actor, entity, entity_id, from_state, to_state, reason
                        from event
                       where actor like 'user %'
                         and at > now() - interval '24 hours'
                         and entity in ('site', 'jobtype', 'host', 'failure', 'bulk')
                       order by at desc
                       limit :counted) n
            ), deeds as (
              select *, count(*) over () > :counted as cut
                from (select at, actor, entity, entity_id, from_state, to_state, reason
                        from event
                       where actor like 'user %'
                         and from_state is not null
                         and (origin is null or origin not like 'bulk %')
                         and at > now() - interval '24 hours'
                         and entity in ('job', 'pilot', 'workflow', 'dataset')
                       order by at desc
                       limit :counted + 1) d
            ), made as (
              select *, count(*) over () > :counted as cut
                from (select *
                        from (select at, actor, entity, entity_id, from_state, to_state, reason
                                from event
                               where actor like 'user %'
                                 and at > now() - interval '24 hours'
                                 and entity in ('job', 'pilot', 'workflow', 'dataset')
                               order by at desc
                               limit 20 * :counted) l
                       where from_state is null
                       limit :counted + 1) m
            ), done as (
              select actor, entity, from_state is null as made, from_state = to_state as same, to_state, reason,
                     count(*) as things, min(entity_id) as thing, max(at) as at, bool_or(cut) as cut
                from (table named union all table deeds union all table made) e
               group by actor, entity, from_state is null, from_state = to_state, to_state, reason,
                        case when entity in ('host', 'bulk') then entity_id end
               order by max(at) desc
               limit :limit
            )
            select now() as now, d.*,
                   case d.entity
                     when 'host' then (select host from host_ban where id = d.thing)
                     when 'failure' then
                       (select concat_ws(' ', jobtype || ',', reason, coalesce(exit_code, signal)) from acknowledgement where id = d.thing)
                   end as name
              from done d
             order by d.at desc
            """;

    // Jumps along job_of_run from run to run. A run of very many jobs is left out: nobody waits until all are counted.
    private static final String RUNS = """
            with recursive newest (run, place) as (
              select max(run), 1 from job where run is not null
              union all
              select (select max(j.run) from job j where j.run < n.run), n.place + 1
                from newest n
               where n.run is not null and n.place < :limit
            )
            select now() as now, n.run, d.jobs, d.failed, d.at
              from newest n
             cross join lateral (
                     select count(*) as jobs,
                            count(*) filter (where state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')) as open,
                            count(*) filter (where state = 'FAILED') as failed,
                            max(ended_at) as at
                       from (select state, ended_at from job where run = n.run limit 5000) j) d
             where n.run is not null and d.open = 0 and d.jobs between 1 and 4999
               and d.at > now() - interval '24 hours'
            """;

    // Served by service_log_pk: the newest ones are looked through for what is more than a note.
    private static final String NOTES = """
            select now() as now, at, service, level, message
              from (select id, at, service, level, message from service_log order by id desc limit 500) l
             where at > now() - interval '24 hours'
             order by (level <> 'INFO') desc, id desc
             limit :limit
            """;

    private final JdbcClient db;

    FeedSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * Jobs of a type that are failed for the same reason.
     *
     * @param cut whether there may be more of them than were counted
     */
    record Failed(
            Instant now,
            Instant at,
            String jobtype,
            @Nullable FailureReason reason,
            @Nullable Integer exitCode,
            @Nullable Integer signal,
            long jobs,
            long job,
            boolean cut) {}

    /**
     * What somebody did.
     *
     * @param made whether it is new
     * @param same whether its state stayed what it was
     * @param things to how many
     * @param thing the first of them
     * @param name of that; null if its number says enough
     * @param cut whether there may be more of them than were counted
     */
    record Done(
            Instant now,
            Instant at,
            String actor,
            String entity,
            boolean made,
            boolean same,
            String to,
            @Nullable String reason,
            long things,
            long thing,
            @Nullable String name,
            boolean cut) {}

    /** A run of which no job is open any more. */
    record Run(Instant now, Instant at, long run, long jobs, long failed) {}

    List<Failed> failures(int limit) {
        return db.sql(FAILURES)
                .param("counted", COUNTED)
                .param("limit", limit)
                .query((columns, number) -> failed(new ResultRow(columns)))
                .list();
    }

    List<Done> people(int limit) {
        return db.sql(PEOPLE)
                .param("counted", COUNTED)
                .param("limit", limit)
                .query((columns, number) -> done(new ResultRow(columns)))
                .list();
    }

    /** Of the newest runs. */
    List<Run> runs(int limit) {
        return db.sql(RUNS)
                .param("limit", limit)
                .query((columns, number) -> run(new ResultRow(columns)))
                .list();
    }

    /** Warnings and errors before notes, newest first. */
    List<Note> notes(int limit) {
        return db.sql(NOTES)
                .param("limit", limit)
                .query((columns, number) -> note(new ResultRow(columns)))
                .list();
    }

    /** An entry of the service log. */
    record Note(Instant now, Instant at, String service, String level, String message) {}

    private static Failed failed(ResultRow row) throws SQLException {
        return new Failed(
                row.instant("now"),
                row.instant("at"),
                row.text("jobtype"),
                row.choiceOrNull(FailureReason.class, "reason"),
                row.integerOrNull("exit_code"),
                row.integerOrNull("signal"),
                row.number("jobs"),
                row.number("job"),
                row.flag("cut"));
    }

    private static Done done(ResultRow row) throws SQLException {
        return new Done(
                row.instant("now"),
                row.instant("at"),
                row.text("actor"),
                row.text("entity"),
                row.flag("made"),
                row.flag("same"),
                row.text("to_state"),
                row.textOrNull("reason"),
                row.number("things"),
                row.number("thing"),
                row.textOrNull("name"),
                row.flag("cut"));
    }

    private static Run run(ResultRow row) throws SQLException {
        return new Run(
                row.instant("now"), row.instant("at"), row.number("run"), row.number("jobs"), row.number("failed"));
    }

    private static Note note(ResultRow row) throws SQLException {
        return new Note(
                row.instant("now"), row.instant("at"), row.text("service"), row.text("level"), row.text("message"));
    }
}
