package org.freshet.test.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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
 * @param limits most jobs at once of the types that have a limit
 * @param queued jobs in the queue
 */
record Ledger(
        List<Job> jobs, List<Attempt> attempts, List<Event> events, Map<String, Integer> limits, Set<Long> queued) {

    record Job(
            long id,
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
            boolean live,
            @Nullable String result,
            @Nullable String reason,
            @Nullable Integer exitCode) {}

    /** A change of a job's state. */
    record Event(
            long job,
            @Nullable String from,
            String to,
            @Nullable Integer attempt) {}

    // Events of one statement may have the same time: then their place in the table is their order.
    private static final String EVENTS = """
            select entity_id, from_state, to_state, attempt
            from event
            where entity = 'job'
            order by at, tableoid, ctid
            """;

    private static final String JOBS = """
            select id, jobtype, state, reason, attempt, failures, retries, losses, max_losses, exclusive from job order by id
            """;

    private static final String ATTEMPTS = """
            select job_id, attempt, live, result, reason, exit_code from attempt order by job_id, attempt
            """;

    static Ledger read(Connection database) throws SQLException {
        var limits = new HashMap<String, Integer>();
        list(database, "select name, max_running from job_type where max_running is not null", row -> {
            limits.put(row.getString(1), row.getInt(2));
            return row.getString(1);
        });
        return new Ledger(
                list(database, JOBS, Ledger::job),
                list(database, ATTEMPTS, Ledger::attempt),
                list(database, EVENTS, Ledger::event),
                limits,
                new TreeSet<>(list(database, "select job_id from ready", row -> row.getLong(1))));
    }

    /** One job alone. */
    Ledger of(long job) {
        return new Ledger(
                jobs.stream().filter(it -> it.id() == job).toList(),
                attempts.stream().filter(it -> it.job() == job).toList(),
                events.stream().filter(it -> it.job() == job).toList(),
                limits,
                queued.stream().filter(it -> it == job).collect(Collectors.toSet()));
    }

    Map<String, Long> countByState() {
        return jobs.stream().collect(Collectors.groupingBy(Job::state, TreeMap::new, Collectors.counting()));
    }

    Map<String, Long> countByResult() {
        return attempts.stream()
                .collect(Collectors.groupingBy(it -> String.valueOf(it.result()), TreeMap::new, Collectors.counting()));
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
                row.getBoolean("live"),
                row.getString("result"),
                row.getString("reason"),
                row.getObject("exit_code", Integer.class));
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("entity_id"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getObject("attempt", Integer.class));
    }
}
