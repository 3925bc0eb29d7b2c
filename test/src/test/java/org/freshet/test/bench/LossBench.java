package org.freshet.test.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.test.support.Installation;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/**
 * From the {@code kill -9} of a pilot that runs a job to the moment when it counts as lost, and to the moment when its job
 * runs elsewhere, with idle pilots present. The pilots are started by hand, so that their leases alone tell of their end: of
 * those that the server started itself it knows at once.
 */
final class LossBench {

    private static final int KILLS = 50;
    private static final int AT_ONCE = 10;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Installation installation;
    private final RunningServer server;
    private final Random random = new Random(1);
    private final List<Double> noticed = new ArrayList<>();
    private final List<Double> runningElsewhere = new ArrayList<>();
    private int started;

    private LossBench(Installation installation, RunningServer server) {
        this.installation = installation;
        this.server = server;
    }

    /** A job whose pilot was killed. */
    private record Killed(JobId job, PilotId pilot, Instant at) {}

    static List<Figure> run() throws Exception {
        try (var installation = Watch.installation(0);
                var server = RunningServer.start(installation)) {
            var bench = new LossBench(installation, server);
            while (bench.noticed.size() < KILLS) {
                bench.killSome();
            }
            return List.of(
                    Figure.worst("killed pilot noticed, worst", "s", 45, false, array(bench.noticed)),
                    Figure.median("killed pilot noticed, median", "s", 45, false, array(bench.noticed)),
                    Figure.worst(
                            "job of a killed pilot elsewhere, worst", "s", 60, false, array(bench.runningElsewhere)),
                    Figure.median(
                            "job of a killed pilot elsewhere, median", "s", 60, false, array(bench.runningElsewhere)));
        }
    }

    private void killSome() throws Exception {
        while (idleOrComing() < 2 * AT_ONCE) {
            startPilot();
        }
        Watch.awaitIdlePilots(server, 2 * AT_ONCE);
        var jobs = server
                .api()
                .submit(JobText.aJob().with("payload", "/bin/sleep 300").times(AT_ONCE))
                .items()
                .stream()
                .map(it -> it.id())
                .toList();
        jobs.forEach(it -> server.await(it, JobState.RUNNING));
        var killed = new ArrayList<Killed>();
        for (var job : jobs) {
            // At any time between two heartbeats.
            Awaitility.await()
                    .pollDelay(HEARTBEAT.dividedBy(AT_ONCE).plusMillis(random.nextInt(500)))
                    .until(() -> true);
            killed.add(kill(server.api().job(job).job()));
        }
        for (var one : killed) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> isRunningElsewhere(one));
            measure(one);
        }
        jobs.forEach(it -> server.api().change(it, "cancel"));
        System.err.println("Killed " + noticed.size() + " of " + KILLS);
    }

    /** Pilots that are idle now, or will be soon. */
    private int idleOrComing() {
        var pilots = server.summary().pilots();
        var present = pilots.entrySet().stream()
                .filter(it -> it.getKey().isAlive())
                .mapToLong(Map.Entry::getValue)
                .sum();
        return (int) Math.max(present, started - noticed.size());
    }

    private void startPilot() throws Exception {
        var work = Files.createDirectories(
                installation.directory().resolve("pilots").resolve(Integer.toString(++started)));
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        installation.start(
                "exec " + java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -jar target/dist/pilot.jar"
                        + " --server " + server.url() + " --site local --work " + work + " --secret-file "
                        + installation.home().resolve("sites/local.secret"));
    }

    private Killed kill(JobView job) throws SQLException {
        var pilot = server.api()
                .get("/api/v1/pilots/" + job.pilot())
                .as(PilotDetail.class)
                .pilot();
        var at = databaseTime(
                "select clock_timestamp() from job where id = ?", job.id().value());
        ProcessHandle.of(pilot.pid()).orElseThrow().destroyForcibly();
        return new Killed(job.id(), pilot.id(), at);
    }

    private boolean isRunningElsewhere(Killed killed) {
        var job = server.api().job(killed.job()).job();
        return job.state() == JobState.RUNNING && job.attempt() == 2;
    }

    private void measure(Killed killed) throws SQLException {
        var lost = databaseTime(
                "select ended_at from pilot where id = ?", killed.pilot().value());
        var running = databaseTime(
                "select started_at from attempt where job_id = ? and attempt = 2",
                killed.job().value());
        noticed.add(seconds(killed.at(), lost));
        runningElsewhere.add(seconds(killed.at(), running));
    }

    private Instant databaseTime(String sql, long id) throws SQLException {
        try (var connection = server.database();
                var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
