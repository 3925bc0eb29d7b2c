package org.freshet.test.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.freshet.test.support.HTCondorPool;
import org.freshet.test.support.Installation;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/**
 * Jobs that reach the slots of a real HTCondor by pilots, as shipped, and the same jobs given to HTCondor itself, in turn. It has 8
 * slots on this machine and negotiates within a second, which no production pool does.
 */
final class PoolBench {

    private static final int SLOTS = 8;
    private static final int COLD_ROUNDS = 3;
    private static final int COLD_JOBS = 100;
    private static final int WARM_ROUNDS = 5;
    private static final int WARM_JOBS = 200;

    /** Fifty for each pilot: it runs thousands in its life, and what it does is mostly compiled by then. */
    private static final int JOBS_BEFORE = 400;

    private static final int WARM_UP = 5;
    private static final int SINGLE_JOBS = 20;
    private static final int CALCULATIONS = 20;

    private final HTCondorPool pool;
    private final Installation installation;
    private final RunningServer server;

    private PoolBench(HTCondorPool pool, Installation installation, RunningServer server) {
        this.pool = pool;
        this.installation = installation;
        this.server = server;
    }

    static List<Figure> run() throws Exception {
        var figures = new ArrayList<Figure>();
        try (var pool = HTCondorPool.start()) {
            with(pool, Map.of("FRESHET_HTCONDOR_ENABLED", "true"), bench -> {
                figures.addAll(bench.cold());
                figures.addAll(bench.warm());
                figures.add(bench.calculationOfTheServer());
            });
            with(pool, Map.of(), bench -> figures.addAll(bench.calculationOfTheCommand()));
        }
        return figures;
    }

    private interface Part {
        void run(PoolBench bench) throws Exception;
    }

    private static void with(HTCondorPool pool, Map<String, String> more, Part part) throws Exception {
        var settings = new HashMap<>(Map.of(
                "FRESHET_LOCAL_PILOTS", "0",
                "FRESHET_HTCONDOR_BIN", pool.bin().toString(),
                "PATH", pool.environment().getOrDefault("PATH", "")));
        settings.putAll(more);
        try (var installation = Installation.create(settings)) {
            installation.run("bin/pilot-package").successful();
            try (var server = RunningServer.start(installation)) {
                part.run(new PoolBench(pool, installation, server));
            } finally {
                pool.mend();
            }
        }
    }

    /** No pilot is there, and what the jobs take is not known. */
    private List<Figure> cold() {
        var first = new double[COLD_ROUNDS];
        var all = new double[COLD_ROUNDS];
        var ratios = new double[COLD_ROUNDS];
        for (int n = 0; n < COLD_ROUNDS; n++) {
            var site = "cold" + n;
            add(site, 0);
            var marks = installation.directory().resolve("marks" + n);
            var job = shell("date +%s%N >> " + marks + "; sleep 1", site).ofType(site);
            var begin = System.currentTimeMillis();
            all[n] = seconds(COLD_JOBS, job);
            first[n] = (first(marks) - begin) / 1000;
            end(site);
            var direct = new DirectJobs(pool, COLD_JOBS, "sleep 1").seconds(COLD_JOBS);
            ratios[n] = direct / all[n];
        }
        return List.of(
                Figure.median("no pilot, 100 x sleep 1: first payload runs after", "s", 30, false, first),
                Figure.median("no pilot, 100 x sleep 1: all done after", "s", 60, false, all),
                Figure.median("no pilot, 100 x sleep 1: HTCondor's time / ours", "x", 0.5, true, ratios));
    }

    /** Ours and theirs in turn, as the machine may be slower now and faster then. */
    private List<Figure> warm() {
        var latencies = new double[0];
        var rates = new double[WARM_ROUNDS];
        var theirRates = new double[WARM_ROUNDS];
        var ratios = new double[WARM_ROUNDS];
        for (int n = 0; n < WARM_ROUNDS; n++) {
            var site = "warm" + n;
            add(site, SLOTS);
            Watch.awaitIdlePilots(server, SLOTS);
            seconds(JOBS_BEFORE, aJob(site));
            if (n == 0) {
                latencies = singles(i -> latency(site, installation.directory().resolve("mark" + i)));
            }
            Watch.awaitIdlePilots(server, SLOTS);
            rates[n] = WARM_JOBS / seconds(WARM_JOBS, aJob(site));
            end(site);
            theirRates[n] = WARM_JOBS / new DirectJobs(pool, WARM_JOBS, "exec /bin/true").seconds(WARM_JOBS);
            ratios[n] = rates[n] / theirRates[n];
        }
        var theirLatencies = singles(i -> directLatency(installation.directory().resolve("direct" + i)));
        return List.of(
                Figure.median("8 warm pilots, submit to payload running", "ms", 50, false, latencies),
                Figure.median("for comparison: idle HTCondor, submit to running", "ms", 0, true, theirLatencies),
                Figure.median("8 warm pilots, 200 x /bin/true", "jobs/s", 100, true, rates),
                Figure.median("for comparison: HTCondor itself", "jobs/s", 0, true, theirRates),
                Figure.median("200 x /bin/true: pilots / HTCondor itself", "x", 8, true, ratios));
    }

    private static double[] singles(ToDoubleFunction<Integer> latency) {
        return IntStream.range(0, WARM_UP + SINGLE_JOBS)
                .mapToDouble(latency::applyAsDouble)
                .skip(WARM_UP)
                .toArray();
    }

    private double latency(String site, Path mark) {
        var begin = System.currentTimeMillis();
        seconds(1, shell("date +%s%N > " + mark, site));
        Watch.awaitIdlePilots(server, SLOTS);
        return first(mark) - begin;
    }

    /** After a while, as HTCondor does not negotiate again within a second. */
    private double directLatency(Path mark) {
        LockSupport.parkNanos(
                Duration.ofMillis(1000 + ThreadLocalRandom.current().nextInt(2000))
                        .toNanos());
        var job = new DirectJobs(pool, 1, "date +%s%N > " + mark);
        var begin = System.currentTimeMillis();
        job.seconds(1);
        return first(mark) - begin;
    }

    private Figure calculationOfTheServer() {
        add("calculated", SLOTS);
        Watch.awaitIdlePilots(server, SLOTS);
        var pid = server.command().process().pid();
        var each = new double[CALCULATIONS];
        for (int n = 0; n < CALCULATIONS; n++) {
            var before = Watch.processorMillis(pid);
            for (int m = 0; m < 10; m++) {
                server.api().post("/api/v1/pool/calculated/runs", "{\"host\":\"bench\",\"dryRun\":false}");
            }
            each[n] = (Watch.processorMillis(pid) - before) / 10;
        }
        return Figure.median("pool calculation by the server, CPU with condor_q", "ms", 100, false, each);
    }

    private List<Figure> calculationOfTheCommand() {
        add("calculated", 0);
        var command = "bin/freshet pool run calculated >/dev/null";
        var times = Watch.times(installation, command, CALCULATIONS);
        return List.of(
                Figure.median("freshet pool run, wall time", "s", 1, false, times.wall()),
                Figure.median("freshet pool run, CPU with condor_q", "s", 1, false, times.cpu()));
    }

    private void add(String site, int reserve) {
        installation
                .run("bin/freshet site add " + site + " --batch htcondor --mode demand --cap " + SLOTS + " --ramp "
                        + SLOTS + " --reserve " + reserve)
                .successful();
    }

    private void end(String site) {
        installation.run("bin/freshet site pause " + site + " --reason done").successful();
        pool.mend();
        server.await(
                "no pilot is left",
                () -> server.summary().pilots().entrySet().stream()
                        .noneMatch(it -> it.getKey().isAlive() && it.getValue() > 0));
    }

    private static JobText aJob(String site) {
        return JobText.aJob().with("site", site);
    }

    private static JobText shell(String payload, String site) {
        return aJob(site).with("payload", payload).env("P3S_EXECMODE", "1");
    }

    /** Seconds from the call that submits equal jobs to the end of the last, looked for as often as HTCondor's. */
    private double seconds(int jobs, JobText job) {
        try (var database = server.database();
                var open = database.prepareStatement("select count(*) from job where ended_at is null")) {
            var begin = System.nanoTime();
            server.api().submit(job.times(jobs));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> {
                        try (var row = open.executeQuery()) {
                            return row.next() && row.getLong(1) == 0;
                        }
                    });
            return (System.nanoTime() - begin) / 1e9;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Milliseconds of the epoch. */
    private static double first(Path mark) {
        try (var lines = Files.lines(mark)) {
            return lines.mapToDouble(Double::parseDouble).min().orElseThrow() / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
