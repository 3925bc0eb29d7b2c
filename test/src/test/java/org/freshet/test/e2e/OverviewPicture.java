package org.freshet.test.e2e;

import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.Report;
import org.freshet.server.job.Expiry;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;

/**
 * Makes the picture of the overview that the README shows, {@code docs/overview.png}: a quiet night with a few failures.
 * Run it with the class path of this module's tests, from the project's root, when the page has changed.
 */
final class OverviewPicture {

    /** Moves what has ended into the last day, most of it into the last hours. */
    private static final List<String> SPREAD = List.of(
            """
            create table shift as
              select id, make_interval(secs => 40 + 80000 * power(random(), 3)) as by
                from job where state in ('FINISHED', 'FAILED', 'EXPIRED', 'CANCELLED')
            """, """
            update job set defined_at = defined_at - by, dispatched_at = dispatched_at - by,
                           started_at = started_at - by, ended_at = ended_at - by
              from shift where shift.id = job.id
            """, """
            update attempt set dispatched_at = dispatched_at - by, started_at = started_at - by, ended_at = ended_at - by
              from shift where shift.id = job_id
            """, "update event set at = at - by from shift where entity = 'job' and entity_id = shift.id");

    private final TestServer server;
    private final RandomGenerator chance =
            RandomGeneratorFactory.of("L64X128MixRandom").create(5077);

    private OverviewPicture(TestServer server) {
        this.server = server;
    }

    public static void main(String[] arguments) {
        try (var chromium = Chromium.start();
                var server = TestServer.start("freshet.pilot.long-poll=1s")) {
            new OverviewPicture(server).playANight();
            try (var window = chromium.open(server.url())) {
                window.go("/");
                window.find("#live").waitFor();
                window.page()
                        .screenshot(
                                new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("docs/overview.png")));
            }
        }
        System.exit(0); // the shared PostgreSQL ends with the process
    }

    private void playANight() {
        for (int run = 5070; run <= 5078; run++) {
            submit("monitor", run, 60);
            submit("evdisp", run, 30);
            submit("purity", run, 10);
        }
        server.part(LostPilots.class).sweep();
        var pilots = new ArrayList<ScriptedPilot>();
        for (int n = 0; n < 10; n++) {
            pilots.add(ScriptedPilot.register(server));
        }
        for (int round = 0; round < 85; round++) {
            pilots.forEach(this::work);
            server.part(LostPilots.class).sweep(); // a gap between two would be noted
        }
        expireSome();
        SPREAD.forEach(it -> server.db().sql(it).update());
        leaveSomeRunning(pilots);
        lose(pilots.getLast());
    }

    private void submit(String jobtype, int run, int subruns) {
        for (int subrun = 1; subrun <= subruns; subrun++) {
            server.api()
                    .submit(aJob().ofType(jobtype)
                            .with("name", jobtype + " of run " + run + "." + subrun)
                            .with("run", run)
                            .with("subrun", subrun));
        }
    }

    private void work(ScriptedPilot pilot) {
        var job = pilot.claim();
        pilot.say(false, chance.nextInt(70) == 0 ? failure(job) : finished(job));
    }

    private Report failure(Assignment job) {
        return switch (chance.nextInt(4)) {
            case 0 -> ended(job, FailureReason.TIME_LIMIT, null, 15, "ran longer than its time limit of 1000 s");
            case 1 -> ended(job, FailureReason.OUTPUT_MISSING, 0, null, "summary.json was not written");
            default -> ended(job, FailureReason.EXIT_CODE, 65, null, "no pedestals for this run");
        };
    }

    private static Report ended(
            Assignment job, FailureReason reason, Integer exitCode, Integer signal, String message) {
        return new Report.Ended(job.attempt(), reason, exitCode, signal, message, 41_000L, 5, List.of());
    }

    private void expireSome() {
        server.api()
                .submit(aJob().ofType("evdisp")
                        .with("name", "evdisp of yesterday")
                        .with("dataTime", "2026-01-01T00:00:00Z")
                        .with("usefulFor", 1800)
                        .times(12));
        server.part(Expiry.class).sweep();
        server.api()
                .submit(aJob().ofType("purity")
                        .with("env", Map.of())
                        .with("state", "template")
                        .times(4));
    }

    private void leaveSomeRunning(List<ScriptedPilot> pilots) {
        pilots.subList(0, 8).forEach(it -> it.say(false, started(it.claim())));
    }

    private void lose(ScriptedPilot pilot) {
        pilot.say(false, started(pilot.claim()));
        server.db()
                .sql("update pilot set lease_until = now() - interval '1 s' where id = :pilot")
                .param("pilot", pilot.id().value())
                .update();
        server.part(LostPilots.class).sweep();
    }
}
