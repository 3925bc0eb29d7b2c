package org.freshet.test.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.freshet.test.support.Directories;
import org.freshet.test.support.Installation;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RawHttp;
import org.freshet.test.support.RunningServer;

/**
 * What a list of jobs costs: the command, from its start to its end, and the API under a load that comes at its own pace,
 * whether or not the answers keep up. A latency counts from the moment at which its request was due.
 */
final class ListBench {

    private static final int SHOWN = 50;
    private static final int RUNS = 20;
    private static final int JOBS = 100_000;
    private static final int PER_SECOND = 1000;
    private static final int SECONDS = 20;
    private static final int CONNECTIONS = 64;
    private static final int TOKENS = 8;

    private ListBench() {}

    static List<Figure> run() throws Exception {
        try (var installation = Watch.installation(0);
                var server = RunningServer.start(installation)) {
            server.api()
                    .submit(JobText.aJob()
                            .env("P3S_INPUT_FILE", "/data/run005077_0012.root")
                            .times(SHOWN));
            var figures = new ArrayList<Figure>();
            figures.addAll(command(installation, "bin/freshet", "with AOT cache"));
            figures.addAll(command(installation, withoutCache(), "without AOT cache"));
            fill(server);
            figures.addAll(load(server));
            return figures;
        }
    }

    /** As {@code bin/freshet} would without its cache. */
    private static String withoutCache() throws IOException {
        var dist = Directories.project().resolve("target/dist");
        return Files.readString(dist.resolve("built-with")).strip() + "/bin/java -XX:TieredStopAtLevel=1"
                + " -XX:CompileThresholdScaling=10 -XX:+UseSerialGC -Xshare:auto -jar " + dist.resolve("freshet.jar");
    }

    private static List<Figure> command(Installation installation, String freshet, String how) {
        var line = freshet + " job list --limit " + SHOWN + " >/dev/null";
        var times = Watch.times(installation, line, RUNS);
        return List.of(
                Figure.median("job list of 50, wall time, " + how, "s", 0.5, false, times.wall()),
                Figure.median("job list of 50, CPU time, " + how, "s", 0.5, false, times.cpu()));
    }

    private static void fill(RunningServer server) throws Exception {
        try (var connection = server.database();
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into job (name, jobtype, requirement_id, state, attempt, exit_code, defined_at, dispatched_at, started_at,
                      ended_at, owner, payload, env, time_limit_s)
                    select name, jobtype, requirement_id, 'FINISHED', 1, 0, defined_at, defined_at, defined_at, defined_at, owner,
                      payload, env, time_limit_s
                    from (select * from job limit 1) like_this, generate_series(1, %d)
                    """.formatted(JOBS));
            statement.execute("analyze job");
            try (var token = connection.prepareStatement(
                    "insert into token (account_id, name, hash) select min(id), ?, ? from account")) {
                for (int n = 0; n < TOKENS; n++) {
                    token.setString(1, token(n));
                    token.setBytes(
                            2, MessageDigest.getInstance("SHA-256").digest(token(n).getBytes(StandardCharsets.UTF_8)));
                    token.execute();
                }
            }
        }
    }

    private static String token(int n) {
        return "token-of-the-benchmark-number-" + n;
    }

    private static List<Figure> load(RunningServer server) throws Exception {
        send(server, 15); // the first seconds warm the virtual machine up
        var cpu = Watch.cpuSeconds(server);
        var latencies = send(server, SECONDS);
        var used = (Watch.cpuSeconds(server) - cpu) / SECONDS * 100;
        Arrays.sort(latencies);
        return List.of(
                quantile("list at 1,000 requests/s, p50", 20, latencies, 0.5),
                quantile("list at 1,000 requests/s, p95", 50, latencies, 0.95),
                quantile("list at 1,000 requests/s, p99", 200, latencies, 0.99),
                Figure.median("list at 1,000 requests/s, CPU of the server", "%", 150, false, used));
    }

    private static Figure quantile(String name, double goal, double[] sorted, double q) {
        return Figure.median(name, "ms", goal, false, sorted[(int) (q * (sorted.length - 1))]);
    }

    /** Milliseconds of every request. */
    private static double[] send(RunningServer server, int seconds) throws InterruptedException, ExecutionException {
        var all = new ArrayList<Future<double[]>>();
        var begin = System.nanoTime() + Duration.ofMillis(200).toNanos();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("load-", 0).factory())) {
            for (int n = 0; n < CONNECTIONS; n++) {
                int first = n;
                all.add(threads.submit(() -> sendEach(server, begin, first, seconds * PER_SECOND)));
            }
        }
        var latencies = Stream.<double[]>builder();
        for (var each : all) {
            latencies.add(each.get());
        }
        return latencies.build().flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] sendEach(RunningServer server, long begin, int first, int end) throws IOException {
        var request = RawHttp.request(
                "GET /api/v1/jobs?limit=" + SHOWN + " HTTP/1.1",
                Stream.of("Authorization: Bearer " + token(first % TOKENS)),
                new byte[0]);
        var latencies = new double[(end - first + CONNECTIONS - 1) / CONNECTIONS];
        try (var connection = new RawHttp.Connection(server.url())) {
            for (int n = 0; n < latencies.length; n++) {
                var due = begin + (first + (long) n * CONNECTIONS) * 1_000_000_000L / PER_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                var answer = connection.send(request);
                if (answer.status() != 200) {
                    throw new IllegalStateException("answered with " + answer.status() + ": " + answer.body());
                }
                latencies[n] = (System.nanoTime() - due) / 1e6;
            }
        }
        return latencies;
    }
}
