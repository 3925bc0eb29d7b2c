package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.freshet.protocol.AttemptView;
import org.freshet.protocol.EventView;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.PilotOrders;
import org.freshet.test.support.PilotProcess;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TcpProxy;
import org.freshet.test.support.TcpProxy.Fate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real pilot whose connection to the server is cut at the worst moments. */
@Timeout(90)
class CutConnectionsIT extends DispatchFixture {

    private static final String STARTED = "\"type\":\"started\"";
    private static final String ENDED = "\"type\":\"ended\"";

    @TempDir
    private Path marks;

    private TcpProxy proxy;
    private PilotProcess pilot;

    @BeforeEach
    void layTheLine() {
        server.db().sql("update site set heartbeat_s = 1, kill_grace_s = 1").update();
        proxy = TcpProxy.to(server.url().getPort());
    }

    @AfterEach
    void endThePilot() {
        if (pilot != null) {
            pilot.close();
        }
        proxy.close();
        // A wish of it may still be parked; nobody is there to take a job.
        var alive = server.db()
                .sql("select id from pilot where ended_at is null")
                .query((row, n) -> new PilotId(row.getLong("id")))
                .list();
        server.part(PilotOrders.class).gone(alive, "the test is over");
    }

    @Test
    void isOnePilotWhenTheAnswerToItsRegistrationIsCut() {
        var before = pilotsInTheBooks();
        var job = submit("echo done >> $MARKS/done");
        var cut = proxy.spoilOnce(TcpProxy.Request::isRegistration, Fate.CUT_ANSWER);

        startPilot();
        var finished = awaitFinished(job);

        assertThat(cut.getCount()).isZero();
        assertThat(pilotsInTheBooks()).isEqualTo(before + 1);
        assertThat(finished.attempt()).isEqualTo(1);
    }

    @Test
    void getsAJobOnceMoreWhenTheAnswerWithItIsCut() {
        var job = submit("echo done >> $MARKS/done");
        var cut = proxy.spoilOnce(TcpProxy.Request::isExchange, Fate.CUT_ANSWER);

        startPilot();
        var finished = awaitFinished(job);

        assertThat(cut.getCount()).isZero();
        assertThat(api.job(job).attempts()).singleElement().extracting("result").isEqualTo("FINISHED");
        // It does not wait for the start deadline of 10 s.
        assertThat(Duration.between(finished.dispatchedAt(), finished.endedAt()))
                .isLessThan(Duration.ofSeconds(8));
        assertThat(marks.resolve("done")).hasContent("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {STARTED, ENDED})
    void countsAReportOnceWhoseAnswerIsCut(String report) {
        var job = submit("sleep 1; echo done >> $MARKS/done");
        var cut = proxy.spoilOnce(it -> it.body().contains(report), Fate.CUT_ANSWER);

        startPilot();
        awaitFinished(job);
        var next = awaitFinished(submit("echo done >> $MARKS/next"));

        assertThat(cut.getCount()).isZero();
        assertRanOnce(job);
        assertThat(pilotOf(next).pilot().jobsDone()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {STARTED, ENDED})
    void repeatsAReportThatDidNotArrive(String report) {
        var job = submit("sleep 1; echo done >> $MARKS/done");
        var cut = proxy.spoilOnce(it -> it.body().contains(report), Fate.CUT_REQUEST);

        startPilot();
        awaitFinished(job);

        assertThat(cut.getCount()).isZero();
        assertRanOnce(job);
    }

    @Test
    void goesOnWhenAnAnswerNeverComes() {
        var job = submit("echo done >> $MARKS/done");
        var silent = proxy.spoilOnce(it -> it.body().contains(ENDED), Fate.SILENCE);

        startPilot();
        awaitFinished(job);
        awaitFinished(submit("echo done >> $MARKS/next"));

        assertThat(silent.getCount()).isZero();
        assertRanOnce(job);
    }

    @Test
    void endsAPayloadWhoseJobWasGivenToAnotherWhileItWasCutOff() throws IOException {
        var job = submit("echo $$ > $MARKS/pid.new && mv $MARKS/pid.new $MARKS/pid; exec sleep 600");
        startPilot();
        var running = awaitState(job, JobState.RUNNING);
        var payload = payloadThatWrote(marks.resolve("pid"));

        proxy.refuse();
        lose(running.pilot());
        var other = ScriptedPilot.register(server);
        var again = other.claim();
        assertThat(payload.isAlive()).isTrue();
        proxy.accept();
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> !payload.isAlive());
        other.say(false, finished(again));

        assertThat(api.job(job).job().state()).isEqualTo(JobState.FINISHED);
        assertThat(api.job(job).attempts()).extracting(AttemptView::result).containsExactly("FINISHED", "PILOT_LOST");
        Awaitility.await().untilAsserted(() -> assertThat(pilot.log()).contains("The server cancelled it"));
    }

    private JobId submit(String payload) {
        return api.submit(
                aJob().with("payload", payload).with("env", Map.of("P3S_EXECMODE", "1", "MARKS", marks.toString())));
    }

    private void startPilot() {
        pilot = PilotProcess.start(proxy.url(), server.secret("sites/local.secret"));
    }

    private static long pilotsInTheBooks() {
        return server.db().sql("select count(*) from pilot").query(Long.class).single();
    }

    private static JobView awaitFinished(JobId job) {
        return awaitState(job, JobState.FINISHED);
    }

    private static JobView awaitState(JobId job, JobState state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> api.job(job).job(), it -> it.state() == state);
    }

    private void assertRanOnce(JobId job) {
        assertThat(marks.resolve("done")).hasContent("done");
        assertThat(api.job(job).attempts()).singleElement().extracting("result").isEqualTo("FINISHED");
        assertThat(api.job(job).history())
                .extracting(EventView::to)
                .containsExactly("DEFINED", "DISPATCHED", "RUNNING", "FINISHED");
    }

    private static PilotDetail pilotOf(JobView job) {
        return api.get("/api/v1/pilots/" + job.pilot()).as(PilotDetail.class);
    }

    private static ProcessHandle payloadThatWrote(Path file) throws IOException {
        Awaitility.await().until(() -> Files.exists(file));
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }
}
