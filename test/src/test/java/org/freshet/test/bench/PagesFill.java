package org.freshet.test.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/** Makes a month of many jobs by SQL: each with an attempt and four changes in the history, one of fifty failed. */
final class PagesFill {

    private static final List<String> TYPES =
            List.of("evdisp", "monitor", "purity", "reco", "noise", "gain", "beam", "sum");
    private static final int BATCH = 100_000;
    private static final int PILOTS = 500;

    /** A job with its attempt, its history, and all their indexes, and what writing them takes meanwhile; rather too much. */
    private static final long BYTES_OF_A_JOB = 3000;

    private static final long BYTES_OF_A_SERVER = 1_000_000_000;

    private static final String ALIVE = """
            insert into pilot (site, state, nonce, host, memory_mb, disk_mb, registered_at, last_seen_at, lease_until, ends_at)
            select 'local', case when n %% 5 = 0 then 'BUSY' else 'IDLE' end, 'bench-' || n, 'host' || n %% 100, 4000, 10000, now(),
              now(), now() + interval '1 d', now() + interval '1 d'
            from generate_series(1, %d) n
            """;

    private static final String JOBS = """
            insert into job (name, jobtype, requirement_id, state, reason, message, attempt, pilot_id, exit_code, failures,
              defined_at, dispatched_at, started_at, ended_at, owner, payload, env, time_limit_s, run, subrun)
            select alike.jobtype || ' of run ' || 1000 + n / 1000, alike.jobtype, alike.requirement_id,
              case when failed then 'FAILED' else 'FINISHED' end,
              case when failed then 'EXIT_CODE' end,
              case when failed then 'no pedestals for this run' end,
              1, (select min(id) from pilot) + n %% %d,
              case when failed then 65 else 0 end,
              case when failed then 1 else 0 end,
              at, at + interval '2 s', at + interval '3 s', at + interval '40 s',
              case when n %% 3 = 0 then 'mara' else 'olga' end, alike.payload, alike.env, alike.time_limit_s, 1000 + n / 1000, n %% 1000
            from generate_series(%d, %d) n
            cross join lateral (
              select now() - interval '1 min' - interval '30 d' * (1 - n::float8 / %d) as at, n %% 50 = 0 as failed) of_it
            join job alike on alike.id = (select min(id) from job) + n %% %d
            order by n
            """;

    private static final String ATTEMPTS = """
            insert into attempt (job_id, attempt, pilot_id, site, host, jobtype, live, confirmed, dispatched_at, started_at, ended_at,
              result, reason, exit_code, message)
            select id, 1, pilot_id, 'local', 'host' || pilot_id %% 100, jobtype, false, true, dispatched_at, started_at, ended_at,
              state, reason, exit_code, message
            from job where id > %d
            order by id
            """;

    private static final String HISTORY = """
            insert into event (at, entity, entity_id, from_state, to_state, actor, attempt)
            select e.at, 'job', j.id, e.from_state, e.to_state, e.actor, e.attempt
            from job j
            cross join lateral (values
              (j.defined_at, null, 'DEFINED', 'user ' || j.owner, null::integer),
              (j.dispatched_at, 'DEFINED', 'DISPATCHED', 'service dispatcher', 1),
              (j.started_at, 'DISPATCHED', 'RUNNING', 'pilot ' || j.pilot_id, 1),
              (j.ended_at, 'RUNNING', j.state, 'pilot ' || j.pilot_id, 1)) e(at, from_state, to_state, actor, attempt)
            where j.id > %d
            order by e.at
            """;

    private static final String RUNNING = """
            with given as (
              update job j set state = 'RUNNING', reason = null, message = null, exit_code = null, failures = 0, ended_at = null,
                pilot_id = p.id
              from (select id, row_number() over (order by id) as n from pilot where state = 'BUSY') p
              where j.id = (select max(id) from job) - p.n
              returning j.id, j.pilot_id
            )
            update attempt a set live = true, pilot_id = given.pilot_id, ended_at = null, result = null, reason = null, exit_code = null,
              message = null
            from given where a.job_id = given.id
            """;

    private PagesFill() {}

    /** Ends the program if the jobs would not fit on the disk. */
    static void checkDisk(Path directory, int jobs) throws IOException {
        var needed = jobs * BYTES_OF_A_JOB + BYTES_OF_A_SERVER;
        var free = Files.getFileStore(directory).getUsableSpace();
        if (free < needed) {
            System.err.printf(
                    Locale.ROOT,
                    "%,d jobs with their history need about %.1f GB in %s, and %.1f GB are free. Make room there, choose another"
                            + " directory with -Djava.io.tmpdir=, or give a smaller SCALE. Nothing was measured.%n",
                    jobs,
                    needed / 1e9,
                    directory,
                    free / 1e9);
            System.exit(2);
        }
    }

    /** Fills the database of a server that has no jobs yet. */
    static void fill(RunningServer server, int jobs) throws SQLException {
        TYPES.forEach(it ->
                server.api().submit(JobText.aJob().ofType(it).with("name", it).with("state", "template")));
        try (var connection = server.database()) {
            run(connection, "set synchronous_commit = off");
            run(connection, ALIVE.formatted(PILOTS));
            for (int begin = 1; begin <= jobs; begin += BATCH) {
                var before = last(connection);
                var end = Math.min(jobs, begin + BATCH - 1);
                run(connection, JOBS.formatted(PILOTS, begin, end, jobs, TYPES.size()));
                run(connection, ATTEMPTS.formatted(before));
                run(connection, HISTORY.formatted(before));
                if (begin % (10 * BATCH) == 1) {
                    run(connection, "analyze job");
                }
            }
            run(connection, RUNNING);
            run(connection, "vacuum analyze");
            awaitTallies(connection);
        }
    }

    /** A server sums the history up as it comes; here it comes all at once. */
    private static void awaitTallies(Connection connection) throws SQLException {
        while (!isTallied(connection)) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    private static boolean isTallied(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select at > now() - interval '15 minutes' from tally_end")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static long last(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select max(id) from job")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
