package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.freshet.protocol.AttemptView;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotView;
import org.freshet.protocol.Submitted;
import org.freshet.test.chaos.Victims;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.JobText;
import org.freshet.test.support.Marks;
import org.freshet.test.support.Marks.Mark;
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
import tools.jackson.core.type.TypeReference;

/** The server dies, stops or cannot start, a pilot falls silent, while four pilots are at work. */
@Tag("alone")
@Timeout(180)
class BadDaysE2E {

    private static final int JOBS = 200;

    /** Begins, and goes on until it is told to end by a mark, or by a signal. */
    private static final String UNTIL_TOLD = "mark start; while ! grep -q ^go \"$MARKS\"; do sleep 0.1; done; mark end";

    private static Installation installation;
    private Marks marks;
    private RunningServer server;

    @BeforeAll
    static void install() throws SQLException {
        // A pilot that found nobody looks again after 10 s at the latest: until then nothing is to be given up.
        installation = ShortLeases.installation(
                4,
                Map.of(
                        "FRESHET_PILOT_LEASE", "12s",
                        "FRESHET_PILOT_IDLE_LEASE", "15s",
                        "FRESHET_PILOT_START_DEADLINE", "60s"));
    }

    @AfterAll
    static void remove() {
        installation.close();
    }

    @BeforeEach
    void start() {
        marks = new Marks(installation.directory().resolve("marks-" + System.nanoTime()));
        server = RunningServer.start(installation);
        server.await("four pilots are alive", () -> pilots().size() == 4);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void goesOnWithItsPilotsAfterTheServerWasKilledAmongShortJobs() {
        var jobs = submit(aMarkingJob("mark start; sleep 0.1; mark end").times(JOBS));
        server.await("some jobs are done", () -> marks.of("end").size() > JOBS / 10);
        var before = pilots();

        kill();
        server = RunningServer.start(installation);
        server.await(
                "every job has ended", () -> jobs("?state=finished&limit=1000").size() == JOBS);

        assertThat(marks.of("start")).as("no job is started twice").hasSize(JOBS);
        assertThat(marks.of("start").stream().map(Mark::job).collect(Collectors.toSet()))
                .isEqualTo(jobs.stream().map(JobId::value).collect(Collectors.toSet()));
        assertThat(jobs("?limit=1000")).extracting(JobView::attempt).containsOnly(1);
        server.await("the same pilots go on", () -> pilots().equals(before));
    }

    @Test
    void endsAllItsProcessesWithinTenSecondsThoughPayloadsIgnoreSigtermAndGivesTheirJobsBack() {
        var jobs = submit(aMarkingJob("trap '' TERM; mark start; [ $FRESHET_ATTEMPT != 1 ] || sleep 600")
                .times(4));
        server.await("four payloads run", () -> marks.of("start").size() == 4);
        // Nothing of a guardian names its installation, but it is a child of a pilot.
        var children = installation.processes().stream()
                .flatMap(ProcessHandle::children)
                .toList();

        server.command().process().destroy();
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(installation.describedProcesses()).isEmpty();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        });
        server = RunningServer.start(installation);
        jobs.forEach(it -> server.await(it, JobState.FINISHED));

        for (var job : jobs) {
            assertThat(server.api().job(job).attempts())
                    .extracting(AttemptView::result)
                    .containsExactly("FINISHED", "GIVEN_BACK");
        }
    }

    @Test
    void endsAllItsProcessesWithinTenSecondsThoughItsDatabaseHangs() {
        submit(aMarkingJob("trap '' TERM; mark start; [ $FRESHET_ATTEMPT != 1 ] || sleep 600")
                .times(4));
        server.await("four payloads run", () -> marks.of("start").size() == 4);
        var victims = new Victims(installation);
        victims.look();

        Signals.send("STOP", victims.database());
        server.command().process().destroy();

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(victims.left()).isEmpty());
        server = RunningServer.start(installation);
        server.await(
                "the interrupted jobs run again", () -> jobs("?state=finished").size() == 4);
    }

    @Test
    void endsThePayloadOfAPilotThatWasSilentForLongerThanItsLease() {
        var job = submit(aMarkingJob(UNTIL_TOLD).times(1)).getFirst();
        server.await(job, JobState.RUNNING);
        server.await("the payload runs", () -> marks.of("start").size() == 1);
        var first = server.api().job(job).job().pilot();
        var silent = process(String.valueOf(first));
        var payload = ProcessHandle.of(marks.all().getFirst().pid()).orElseThrow();

        Signals.stop(silent);
        server.await("the job runs elsewhere", () -> marks.of("start").size() == 2);
        Signals.resume(silent);
        server.await("the first payload is gone", () -> !payload.isAlive());
        var second = server.api().job(job).job();
        marks.tell("go");
        server.await(job, JobState.FINISHED);

        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.pilot()).isNotEqualTo(first);
        assertThat(server.api().job(job).attempts())
                .extracting(AttemptView::result)
                .containsExactly("FINISHED", "PILOT_LOST");
        assertThat(marks.of("end")).singleElement().extracting(Mark::attempt).isEqualTo(2);
        server.await("the pilot works again", () -> pilots().size() == 4);
    }

    @Test
    void leavesPilotsAtWorkWhenAServerCannotStart() {
        var job = submit(aMarkingJob(UNTIL_TOLD).times(1)).getFirst();
        server.await(job, JobState.RUNNING);
        var before = pilots();

        kill();
        var refused = installation
                .start("exec bin/freshet-server", Map.of("FRESHET_PILOT_LEASE", "2s"))
                .ended();
        server = RunningServer.start(installation);
        server.await("the pilots are adopted", () -> pilots().equals(before));
        marks.tell("go");
        var finished = server.await(job, JobState.FINISHED);

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("freshet.pilot.lease");
        assertThat(finished.attempt()).isEqualTo(1);
        assertThat(finished.losses()).isZero();
    }

    private JobText aMarkingJob(String payload) {
        return aJob().with("payload", Marks.FUNCTION + payload)
                .with("env", Map.of("P3S_EXECMODE", "1", "MARKS", marks.file().toString()));
    }

    private List<JobId> submit(String jobs) {
        return server.api().submit(jobs).items().stream()
                .map(Submitted.Item::id)
                .toList();
    }

    private List<JobView> jobs(String query) {
        var mine = marks.file().toString();
        return server.api().jobs(query).stream()
                .filter(it -> mine.equals(it.env().get("MARKS")))
                .toList();
    }

    /** Those that are alive and have registered: process ids by their numbers. */
    private Map<String, Long> pilots() {
        return Api.JSON
                .readValue(
                        server.api()
                                .get("/api/v1/pilots?state=active,idle,busy")
                                .body(),
                        new TypeReference<Page<PilotView>>() {})
                .items()
                .stream()
                .collect(Collectors.toMap(it -> it.id().toString(), PilotView::pid));
    }

    private ProcessHandle process(String pilot) {
        var found = server.api().get("/api/v1/pilots/" + pilot).as(PilotDetail.class);
        return ProcessHandle.of(found.pilot().pid()).orElseThrow();
    }

    private void kill() {
        server.command().process().destroyForcibly();
        server.command().ended(Duration.ofSeconds(10));
    }
}
