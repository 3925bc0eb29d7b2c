package org.freshet.test.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.freshet.protocol.JobId;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/** How long an explanation takes when 100,000 jobs of 1,000 classes wait and 2,000 pilots are alive, none of which fits. */
final class ExplainBench {

    private static final int CLASSES = 1_000;
    private static final int JOBS_OF_A_CLASS = 100;
    private static final int PILOTS = 2_000;
    private static final int ROUNDS = 100;

    private ExplainBench() {}

    static List<Figure> run() throws Exception {
        try (var installation = Watch.installation(0);
                var server = RunningServer.start(installation)) {
            var last = fill(server);
            return List.of(
                    figure(server, "explanation of a job", "/api/v1/jobs/" + last + "/explain"),
                    figure(server, "explanation of a pilot", "/api/v1/pilots/1/explain"));
        }
    }

    private static Figure figure(RunningServer server, String what, String path) {
        var millis = IntStream.range(0, ROUNDS * 2)
                .mapToDouble(n -> ask(server, path))
                .skip(ROUNDS) // the first warm the virtual machine up
                .toArray();
        return Figure.median(what + ", 100,000 wait, 2,000 pilots", "ms", 50, false, millis);
    }

    private static double ask(RunningServer server, String path) {
        var begin = System.nanoTime();
        var answer = server.api().get(path);
        if (answer.status() != 200) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.body());
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Returns the job that is last in the queue. */
    private static JobId fill(RunningServer server) throws SQLException {
        for (int n = 0; n < CLASSES; n += 100) {
            server.api().submit(classes(n, n + 100));
        }
        try (var connection = server.database();
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into pilot (site, state, nonce, host, memory_mb, disk_mb, registered_at, last_seen_at, lease_until, ends_at)
                    select 'local', 'IDLE', 'bench-' || n, 'host' || n %% 100, 4000, 10000 + n, now(), now(),
                      now() + interval '1 d', now() + interval '1 d'
                    from generate_series(1, %d) n
                    """.formatted(PILOTS));
            statement.execute("analyze");
        }
        return server.api().submit(asking(CLASSES));
    }

    private static String classes(int from, int to) {
        var jobs = IntStream.range(from, to)
                .mapToObj(n -> asking(n).times(JOBS_OF_A_CLASS))
                .map(it -> it.substring(1, it.length() - 1))
                .toList();
        return "[" + String.join(",", jobs) + "]";
    }

    private static JobText asking(int more) {
        return JobText.aJob().with("tags", List.of("gpu")).with("memoryMb", 8000 + more);
    }
}
