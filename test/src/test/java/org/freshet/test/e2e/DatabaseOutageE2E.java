package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.Installation;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShortLeases;
import org.freshet.test.support.Signals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL is killed or stopped, with or without its server, while pilots work and people submit. */
@Tag("alone")
@Timeout(240)
class DatabaseOutageE2E {

    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(15);

    /** Longer than every lease, and than the gap after which leases begin anew. */
    private static final Duration LONG_STOP = Duration.ofSeconds(17);

    private static final String MARK = "echo run >> \"$MARKS/$FRESHET_JOB_ID\"";

    private static Installation installation;
    private static Path marks;
    private Instant begun;
    private RunningServer server;

    @BeforeAll
    static void install() throws IOException, SQLException {
        // A pilot that found nobody looks again after 10 s at the latest: until then nothing is to be given up.
        installation =
                ShortLeases.installation(3, Map.of("FRESHET_PILOT_LEASE", "12s", "FRESHET_PILOT_IDLE_LEASE", "15s"));
        marks = Files.createDirectory(installation.directory().resolve("marks"));
    }

    @AfterAll
    static void remove() {
        installation.close();
    }

    @BeforeEach
    void start() {
        begun = Instant.now();
        server = RunningServer.start(installation);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void losesNothingWhenPostgresIsKilledAgainAndAgain() throws Exception {
        var submitter = new Submitter(server, MARK);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(submitter);
            for (int n = 0; n < 3; n++) {
                var known = submitter.acknowledged.size();
                server.await("jobs are submitted", () -> submitter.acknowledged.size() > known + 20);
                postgres().destroyForcibly();
                awaitAnswer();
            }
            submitter.stop();
        }

        assertThat(submitter.refusals)
                .as(installation.serverLog(300))
                .isNotEmpty()
                .allMatch(it -> it.startsWith("503 The "));
        assertAllEndedWell(submitter.acknowledged);
        assertThat(lostPilots()).isZero();
        assertThat(serviceLog("database"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(it ->
                        it.matches("PostgreSQL ended \\(signal 9\\) and was started again after [0-9]+\\.[0-9] s\\."));
    }

    @Test
    void losesNothingWhenServerAndPostgresAreKilled() throws Exception {
        var submitter = new Submitter(server, MARK);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(submitter);
            server.await("jobs are submitted", () -> submitter.acknowledged.size() > 20);

            var postgres = postgres();
            server.command().process().destroyForcibly();
            postgres.destroyForcibly();
            submitter.stop();
        }
        server.command().ended(Duration.ofSeconds(10));
        server = RunningServer.start(installation);

        assertAllEndedWell(submitter.acknowledged);
    }

    @Test
    void losesNoPilotWhenPostgresIsStoppedForLongerThanTheLeases() throws Exception {
        var job = submit("sleep 4; " + MARK);
        server.await(job, JobState.RUNNING);
        var processes = processesOfPostgres();

        Signals.send("STOP", processes);
        pause(LONG_STOP);
        Signals.send("CONT", processes);

        // what a sweep was doing at that moment may have failed
        assertUndisturbed(job, "nobody listened for|the sweep before failed|did not take what pilots said");
    }

    @Test
    void losesNoPilotWhenTheServerIsStoppedForLongerThanTheLeases() throws Exception {
        var job = submit("sleep 4; " + MARK);
        server.await(job, JobState.RUNNING);

        Signals.send("STOP", List.of(server.command().process().toHandle()));
        pause(LONG_STOP);
        Signals.send("CONT", List.of(server.command().process().toHandle()));

        assertUndisturbed(job, "nobody listened for");
    }

    /** A payload may run twice, if the start deadline passed while its pilot could not say that it has it. */
    private void assertAllEndedWell(Set<JobId> jobs) throws SQLException {
        for (var job : jobs) {
            server.await(job, JobState.FINISHED);
            assertThat(marks.resolve(job.toString())).content().matches("(run\n)+");
        }
        assertThat(query("select job_id from attempt where result = 'FINISHED' group by job_id having count(*) > 1"))
                .isEmpty();
    }

    private void assertUndisturbed(JobId job, String interruption) throws SQLException {
        var finished = server.await(job, JobState.FINISHED);

        assertThat(finished.attempt()).isEqualTo(1);
        assertThat(finished.losses()).isZero();
        assertThat(marks.resolve(job.toString())).hasContent("run");
        assertThat(lostPilots()).as(() -> installation.serverLog(300)).isZero();
        assertThat(serviceLog("lost-pilots")).anyMatch(it -> it.matches(".* begin anew: .*(" + interruption + ").*"));
        server.await(submit("true"), JobState.FINISHED);
    }

    private void awaitAnswer() {
        Awaitility.await()
                .atMost(LONGEST_OUTAGE)
                .pollDelay(Duration.ofMillis(200))
                .until(() -> server.api().get("/api/v1/summary").status() == 200);
    }

    /** The time of a test that waits for nothing but the passing of time. */
    private static void pause(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private JobId submit(String payload) {
        return server.api().submit(job(payload));
    }

    private static JobText job(String payload) {
        return aJob().with("payload", payload).with("env", Map.of("P3S_EXECMODE", "1", "MARKS", marks.toString()));
    }

    private static ProcessHandle postgres() throws IOException {
        var file = Files.readAllLines(installation.home().resolve("pg/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(file.getFirst().strip())).orElseThrow();
    }

    private static List<ProcessHandle> processesOfPostgres() throws IOException {
        var all = new ArrayList<>(postgres().children().toList());
        all.add(postgres());
        return all;
    }

    /** Of this test; those of the one before were killed with its server, and are lost sooner or later. */
    private long lostPilots() throws SQLException {
        return Long.parseLong(query("""
                select count(*) from event e join pilot p on p.id = e.entity_id
                where e.entity = 'pilot' and e.to_state = 'LOST' and p.registered_at >= '%s'
                """.formatted(begun)).getFirst());
    }

    private List<String> serviceLog(String service) throws SQLException {
        return query("select message from service_log where service = '" + service + "' order by id");
    }

    private List<String> query(String sql) throws SQLException {
        try (var database = server.database();
                var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    /** Somebody who submits jobs, each again with its key until it was acknowledged. */
    private static final class Submitter implements Runnable {

        private final RunningServer server;
        private final String payload;
        private final Set<JobId> acknowledged = ConcurrentHashMap.newKeySet();
        private final List<String> refusals = new CopyOnWriteArrayList<>();
        private final AtomicBoolean goesOn = new AtomicBoolean(true);

        private Submitter(RunningServer server, String payload) {
            this.server = server;
            this.payload = payload;
        }

        void stop() {
            goesOn.set(false);
        }

        @Override
        public void run() {
            for (int n = 0; goesOn.get(); n++) {
                submit(job(payload)
                        .with("key", System.identityHashCode(this) + "." + n)
                        .toString());
            }
        }

        private void submit(String job) {
            while (goesOn.get()) {
                try {
                    var answer = server.api().post("/api/v1/jobs", job);
                    if (answer.status() == 201 || answer.status() == 200) {
                        acknowledged.add(
                                answer.as(Submitted.class).items().getFirst().id());
                        return;
                    }
                    refusals.add(answer.status() + " " + answer.problem().detail());
                } catch (UncheckedIOException serverIsAway) {
                    refusals.add("no answer");
                }
                pauseShortly();
            }
        }

        private static void pauseShortly() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
