package org.freshet.test.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables as they are, read without any code of the server.
 *
 * @param events in their order
 * @param limits what the limits of types were set to, in the order of the settings
 * @param parents who waits for whom
 * @param workflows their states
 * @param queued jobs in the queue
 * @param silent pilots that were given up for their silence
 * @param renewals when all leases began anew, in microseconds
 */
record Ledger(
        List<Job> jobs,
        List<Attempt> attempts,
        List<Event> events,
        List<Limit> limits,
        List<Parent> parents,
        Map<Long, String> workflows,
        Set<Long> queued,
        List<Silent> silent,
        List<Long> renewals) {

    record Job(
            long id,
            @Nullable Long workflow,
            String jobtype,
            String state,
            @Nullable String reason,
            int attempt,
            int failures,
            int retries,
            int losses,
            int maxLosses,
            boolean exclusive) {}

    record Attempt(
            long job,
            int attempt,
            long pilot,
            boolean live,
            @Nullable String result,
            @Nullable String reason,
            @Nullable Integer exitCode) {}

    /**
     * A change of a job's state.
     *
     * @param at microseconds
     * @param actor for example {@code pilot 7}
     */
    record Event(
            long job,
            long at,
            @Nullable String from,
            String to,
            String actor,
            @Nullable Integer attempt) {}

    /**
     * From when on how many jobs of a type may run at once.
     *
     * @param at microseconds; 0 = from the beginning
     * @param most null = any number
     * @param reason given by whoever set it
     */
    record Limit(String jobtype, long at, @Nullable Integer most, String reason) {}

    /**
     * Times in microseconds.
     *
     * @param heard when it spoke last; null if it was heard of again since
     * @param at when it was given up
     */
    record Silent(long pilot, @Nullable Long heard, long at) {}

    /** A job of a workflow that another one waits for. */
    record Parent(long parent, long child) {}

    // Events of one statement may have the same time: then their place in the table is their order.
    private static final String EVENTS = """
            select entity_id, (extract(epoch from at) * 1000000)::bigint as micros, from_state, to_state, actor, attempt
            from event
            where entity = 'job'
            order by at, tableoid, ctid
            """;

    private static final String SILENT = """
            select p.id, (extract(epoch from e.at) * 1000000)::bigint as micros,
              case when p.state = e.to_state and p.last_seen_at < e.at then (extract(epoch from p.last_seen_at) * 1000000)::bigint end as heard
            from event e
            join pilot p on p.id = e.entity_id
            where e.entity = 'pilot' and e.to_state in ('LOST', 'KILLED') and e.actor = 'service lost-pilots'
            order by e.at
            """;

    private static final String RENEWALS = """
            select (extract(epoch from at) * 1000000)::bigint as micros
            from service_log
            where service = 'lost-pilots' and message like 'Leases of % anew%'
            order by at
            """;

    private static final String JOBS = """
            select id, workflow_id, jobtype, state, reason, attempt, failures, retries, losses, max_losses, exclusive
            from job
            order by id
            """;

    private static final String ATTEMPTS = """
            select job_id, attempt, pilot_id, live, result, reason, exit_code from attempt order by job_id, attempt
            """;

    // What a type began with is what its first change says that it was before, or what it is if nobody changed it.
    private static final String LIMITS = """
            with change as (
              select t.name, (extract(epoch from e.at) * 1000000)::bigint as micros, e.data -> 'limit' as said, e.reason
              from event e
              join job_type t on t.id = e.entity_id
              where e.entity = 'jobtype' and e.data -> 'limit' is not null
            ), first as (
              select distinct on (name) name, (said ->> 'from')::integer as most from change order by name, micros
            )
            select t.name, 0 as micros, case when f.name is null then t.max_running else f.most end as most, '' as reason
            from job_type t
            left join first f on f.name = t.name
            union all
            select name, micros, (said ->> 'to')::integer, coalesce(reason, '') from change
            order by name, micros
            """;

    static Ledger read(Connection database) throws SQLException {
        return new Ledger(
                list(database, JOBS, Ledger::job),
                list(database, ATTEMPTS, Ledger::attempt),
                list(database, EVENTS, Ledger::event),
                list(database, LIMITS, Ledger::limit),
                list(
                        database,
                        "select parent, child from vertex_parent",
                        row -> new Parent(row.getLong(1), row.getLong(2))),
                workflows(database),
                new TreeSet<>(list(database, "select job_id from ready", row -> row.getLong(1))),
                list(
                        database,
                        SILENT,
                        row -> new Silent(
                                row.getLong("id"), row.getObject("heard", Long.class), row.getLong("micros"))),
                list(database, RENEWALS, row -> row.getLong(1)));
    }

    private static Map<Long, String> workflows(Connection database) throws SQLException {
        return list(database, "select id, state from workflow", row -> Map.entry(row.getLong(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** One job alone. */
    Ledger of(long job) {
        return new Ledger(
                jobs.stream().filter(it -> it.id() == job).toList(),
                attempts.stream().filter(it -> it.job() == job).toList(),
                events.stream().filter(it -> it.job() == job).toList(),
                limits,
                List.of(),
                workflows,
                queued.stream().filter(it -> it == job).collect(Collectors.toSet()),
                List.of(),
                List.of());
    }

    Map<String, Long> countByState() {
        return jobs.stream().collect(Collectors.groupingBy(Job::state, TreeMap::new, Collectors.counting()));
    }

    Map<String, Long> countByResult() {
        return attempts.stream()
                .collect(Collectors.groupingBy(it -> String.valueOf(it.result()), TreeMap::new, Collectors.counting()));
    }

    Map<String, Long> countOfWorkflows() {
        return workflows.values().stream()
                .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()));
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> list(Connection database, String sql, Row<T> reader) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            var list = new ArrayList<T>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        }
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getLong("id"),
                row.getObject("workflow_id", Long.class),
                row.getString("jobtype"),
                row.getString("state"),
                row.getString("reason"),
                row.getInt("attempt"),
                row.getInt("failures"),
                row.getInt("retries"),
                row.getInt("losses"),
                row.getInt("max_losses"),
                row.getBoolean("exclusive"));
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getLong("job_id"),
                row.getInt("attempt"),
                row.getLong("pilot_id"),
                row.getBoolean("live"),
                row.getString("result"),
                row.getString("reason"),
                row.getObject("exit_code", Integer.class));
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("entity_id"),
                row.getLong("micros"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("actor"),
                row.getObject("attempt", Integer.class));
    }

    private static Limit limit(ResultSet row) throws SQLException {
        return new Limit(
                row.getString("name"),
                row.getLong("micros"),
                row.getObject("most", Integer.class),
                row.getString("reason"));
    }
}
