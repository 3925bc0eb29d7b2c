package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Jobs that finished long ago, made by SQL with their attempts and their history. */
final class History {

    private static final int BATCH = 100_000;

    /** A job with its attempt, its history, all their indexes, and what writing them takes meanwhile; rather too much. */
    private static final long BYTES_OF_A_JOB = 3000;

    private static final long BYTES_OF_THE_REST = 4_000_000_000L;

    private static final String ADD = """
            with made as (
              insert into job (name, jobtype, requirement_id, state, attempt, pilot_id, exit_code, defined_at, dispatched_at, started_at,
                ended_at, owner, payload, env, time_limit_s)
              select 'no-op ' || n, 'bench', q.id, 'FINISHED', 1, 1000000 + n % 1000, 0, at, at + interval '2 s', at + interval '3 s',
                at + interval '40 s', 'bench', '/bin/true', '{}', 3600
              from (select min(id) as id from requirement where jobtype = 'bench') q
              cross join generate_series(:first, :last) n
              cross join lateral (select now() - interval '1 d' - interval '29 d' * (1 - n::float8 / :all) as at) time
              returning id, pilot_id, defined_at, dispatched_at, started_at, ended_at
            ), tried as (
              insert into attempt (job_id, attempt, pilot_id, site, host, jobtype, live, confirmed, dispatched_at, started_at, ended_at,
                result, exit_code)
              select id, 1, pilot_id, 'local', 'host', 'bench', false, true, dispatched_at, started_at, ended_at, 'FINISHED', 0 from made
            )
            insert into event (at, entity, entity_id, from_state, to_state, actor, attempt)
            select e.at, 'job', m.id, e.from_state, e.to_state, e.actor, e.attempt
            from made m
            cross join lateral (values
              (m.defined_at, null, 'DEFINED', 'user bench', null::integer),
              (m.dispatched_at, 'DEFINED', 'DISPATCHED', 'pilot ' || m.pilot_id, 1),
              (m.started_at, 'DISPATCHED', 'RUNNING', 'pilot ' || m.pilot_id, 1),
              (m.ended_at, 'RUNNING', 'FINISHED', 'pilot ' || m.pilot_id, 1)) e(at, from_state, to_state, actor, attempt)
            order by e.at
            """;

    private History() {}

    /** Ends the program if so many would not fit on the disk. */
    static void checkDisk(Path directory, int jobs) throws IOException {
        var needed = jobs * BYTES_OF_A_JOB + BYTES_OF_THE_REST;
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

    static void add(JobTables tables, int jobs) {
        for (int first = 1; first <= jobs; first += BATCH) {
            tables.db()
                    .sql(ADD)
                    .param("first", first)
                    .param("last", Math.min(jobs, first + BATCH - 1))
                    .param("all", jobs)
                    .update();
        }
    }
}
