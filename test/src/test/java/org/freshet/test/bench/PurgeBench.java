package org.freshet.test.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Purged;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/** How long it takes to remove 100,000 finished jobs with an attempt and two logs each. */
final class PurgeBench {

    private static final int JOBS = 100_000;
    private static final int ROUNDS = 5;

    private PurgeBench() {}

    static List<Figure> run() throws Exception {
        try (var installation = Watch.installation(1);
                var server = RunningServer.start(installation)) {
            Watch.awaitIdlePilots(server, 1);
            var one = server.api().submit(JobText.aJob());
            server.await(one, JobState.FINISHED);
            var seconds = IntStream.range(0, ROUNDS)
                    .mapToDouble(n -> fillAndPurge(server, one.value()))
                    .toArray();
            return List.of(Figure.median("purge of 100,000 jobs with logs", "s", 20, false, seconds));
        }
    }

    private static double fillAndPurge(RunningServer server, long like) {
        try {
            fill(server, like);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        var begin = System.nanoTime();
        var removed = 0L;
        Purged purged;
        do {
            purged = server.api().post("/api/v1/purge", """
                            {"what": "jobs", "states": ["FINISHED"], "olderThanSeconds": 2592000, "dryRun": false}
                            """).as(Purged.class);
            removed += purged.counts().get("jobs");
        } while (!purged.complete());
        if (removed != JOBS) {
            throw new IllegalStateException(removed + " jobs were removed");
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Many copies of a job that ended 40 days ago. */
    private static void fill(RunningServer server, long like) throws SQLException {
        try (var connection = server.database();
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into job (name, jobtype, requirement_id, state, attempt, pilot_id, exit_code, defined_at, dispatched_at,
                      started_at, ended_at, owner, payload, env, time_limit_s)
                    select name, jobtype, requirement_id, state, attempt, pilot_id, exit_code, at, at, at, at, owner, payload, env,
                      time_limit_s
                    from job, generate_series(1, %d), (select now() - interval '40 d' as at) age
                    where id = %d
                    """.formatted(JOBS, like));
            statement.execute("""
                    insert into attempt (job_id, attempt, pilot_id, site, jobtype, live, confirmed, dispatched_at, ended_at, result)
                    select id, 1, pilot_id, 'local', jobtype, false, true, dispatched_at, ended_at, 'FINISHED'
                    from job
                    where id <> %d
                    """.formatted(like));
            statement.execute("""
                    insert into job_log (job_id, attempt, stream, head, tail, total_bytes)
                    select id, 1, stream, decode(repeat('00ff', 2000), 'hex'), '', 4000
                    from job, (values ('STDOUT'), ('STDERR')) s(stream)
                    where id <> %d
                    """.formatted(like));
        }
    }
}
