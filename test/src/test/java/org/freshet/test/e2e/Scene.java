package org.freshet.test.e2e;

import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.givenBack;
import static org.freshet.test.support.ScriptedPilot.started;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Report;
import org.freshet.server.job.Expiry;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;

/** Jobs in every state that can be reached, made by submission and by pilots that a test speaks for. */
final class Scene {

    private static final String LOG = """
            Opening run005077_014.adc
            120 channels, 240 samples
            warning: channel 71 is noisy
            """;

    private final TestServer server;
    private final Api api;
    private final Map<JobState, JobId> jobs = new EnumMap<>(JobState.class);
    private ScriptedPilot busy;

    private Scene(TestServer server) {
        this.server = server;
        this.api = server.api();
        this.busy = ScriptedPilot.register(server);
    }

    /** Plays everything on a server where nothing has happened yet. */
    static Scene play(TestServer server) {
        server.part(LostPilots.class).sweep(); // the first one only lets the leases begin
        var scene = new Scene(server);
        scene.finish();
        scene.fail();
        scene.losePilot();
        scene.expire();
        scene.run();
        scene.dispatch();
        scene.jobs.put(JobState.CANCELLED, scene.submit("cancelled by hand", Map.of()));
        scene.api.change(scene.job(JobState.CANCELLED), "cancel");
        scene.jobs.put(JobState.TEMPLATE, scene.submit("held back", Map.of("state", "template")));
        scene.jobs.put(JobState.DEFINED, scene.submit("waits <b>& sees</b>", Map.of("memoryMb", 3500)));
        ScriptedPilot.register(server);
        return scene;
    }

    /** One job in that state. */
    JobId job(JobState state) {
        return jobs.get(state);
    }

    /** The pilot that runs {@code job(RUNNING)}. */
    ScriptedPilot busy() {
        return busy;
    }

    private void finish() {
        var pilot = ScriptedPilot.register(server);
        for (int subrun = 1; subrun <= 12; subrun++) {
            jobs.put(JobState.FINISHED, submit("noise of a subrun", Map.of("run", 5077, "subrun", subrun)));
            var job = pilot.claim();
            pilot.say(false, started(job));
            pilot.say(false, new Report.Ended(job.attempt(), null, 0, null, null, 2000L, 5, log()));
        }
        submit("given back once", Map.of("outputs", List.of("summary.json")));
        pilot.say(false, givenBack(pilot.claim()));
        pilot.say(false, finished(pilot.claim()));
        leave(pilot);
    }

    private static void leave(ScriptedPilot pilot) {
        var last = pilot.next(false);
        pilot.send(new Exchange(last.seq(), null, List.of(), null, "its lifetime is over"));
    }

    private void fail() {
        var pilot = ScriptedPilot.register(server);
        for (var reason : FailureReason.values()) {
            if (reason == FailureReason.PILOT_LOST) {
                continue;
            }
            submit("fails with " + reason, Map.of("jobtype", "reco"));
            pilot.say(false, end(pilot.claim(), reason));
        }
        jobs.put(JobState.FAILED, submit("fails twice", Map.of("retries", 1, "run", 5077, "subrun", 13)));
        pilot.say(false, failed(pilot.claim(), 65));
        var job = pilot.claim();
        pilot.say(false, started(job));
        pilot.say(
                false,
                new Report.Ended(job.attempt(), FailureReason.EXIT_CODE, 65, null, "exit code 65", 2000L, 5, log()));
        pilot.say(true);
    }

    private static Report end(Assignment job, FailureReason reason) {
        boolean ran = reason != FailureReason.NOT_STARTED;
        return new Report.Ended(
                job.attempt(),
                reason,
                reason == FailureReason.EXIT_CODE ? 1 : null,
                reason == FailureReason.SIGNAL ? 11 : null,
                reason.sentence(),
                ran ? 2000L : null,
                5,
                List.of());
    }

    private void losePilot() {
        submit("its pilot is lost", Map.of("maxLosses", 0));
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));
        server.db()
                .sql("update pilot set lease_until = now() - interval '1 s' where id = :pilot")
                .param("pilot", pilot.id().value())
                .update();
        server.part(LostPilots.class).sweep();
    }

    private void expire() {
        jobs.put(
                JobState.EXPIRED,
                submit("of no use any more", Map.of("dataTime", "2026-01-01T00:00:00Z", "usefulFor", 60)));
        server.part(Expiry.class).sweep();
    }

    private void run() {
        jobs.put(JobState.RUNNING, submit("runs", Map.of("run", 5077, "subrun", 14, "metadata", Map.of("beam", true))));
        var job = busy.claim();
        busy.say(false, started(job));
        busy.say(false, new Report.Progress(job.attempt(), log()));
    }

    private void dispatch() {
        jobs.put(JobState.DISPATCHED, submit("just handed out", Map.of("jobtype", "evdisp")));
        ScriptedPilot.register(server).claim();
    }

    private JobId submit(String name, Map<String, Object> attributes) {
        JobText job = aJob().with("name", name).env("P3S_INPUT_FILE", "/data/run005077_014.adc");
        attributes.forEach(job::with);
        return api.submit(job);
    }

    private static List<LogPart> log() {
        return List.of(part(LogPart.Stream.STDOUT, LOG), part(LogPart.Stream.STDERR, "no calibration: using 1.0\n"));
    }

    private static LogPart part(LogPart.Stream stream, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new LogPart(stream, bytes, new byte[0], bytes.length);
    }
}
