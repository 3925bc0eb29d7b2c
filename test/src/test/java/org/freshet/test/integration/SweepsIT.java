package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.freshet.protocol.JobState;
import org.freshet.server.dispatch.OverdueJobs;
import org.freshet.server.dispatch.StartDeadline;
import org.freshet.server.job.Expiry;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers sweep one database at the same time: everything is done once and told once. */
class SweepsIT {

    private static final int MANY = 40;

    private static TestServer one;
    private static TestServer other;
    private static Api api;

    @BeforeAll
    static void start() {
        String[] atOnce = {
            "freshet.pilot.long-poll=1s", "freshet.pilot.start-deadline=0s", "freshet.sweep.overdue-margin=0s"
        };
        one = TestServer.start(atOnce);
        other = one.another(atOnce);
        api = one.api();
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    /** What both did together, after each had looked once: the first look after a start only begins the deadlines anew. */
    private static int bothSweep(ToIntFunction<TestServer> sweep) {
        var done = new ArrayList<CompletableFuture<Integer>>();
        for (var server : List.of(one, other, one, other)) {
            done.add(CompletableFuture.supplyAsync(() -> sweep.applyAsInt(server)));
        }
        return done.stream().mapToInt(CompletableFuture::join).sum();
    }

    private static void look(ToIntFunction<TestServer> sweep) {
        sweep.applyAsInt(one);
        sweep.applyAsInt(other);
    }

    /** The sum of what the entries since then count. */
    private static long told(String service, String kind, long since) {
        return ServiceLogEntry.of(one, service).stream()
                .filter(it -> it.id() > since)
                .mapToLong(it -> it.data().at("/" + kind + "/total").asLong())
                .sum();
    }

    private static long now() {
        return one.db()
                .sql("select coalesce(max(id), 0) from service_log")
                .query(Long.class)
                .single();
    }

    @Test
    void losesEachPilotOnceAndCutsTheList() {
        look(it -> it.part(LostPilots.class).sweep());
        var pilots = IntStream.range(0, MANY)
                .mapToObj(n -> ScriptedPilot.register(one))
                .toList();
        one.db()
                .sql("update pilot set lease_until = now() - interval '1 s' where id = any(:pilots)")
                .param("pilots", pilots.stream().map(it -> it.id().value()).toArray(Long[]::new))
                .update();
        var before = now();

        var lost = bothSweep(it -> it.part(LostPilots.class).sweep());

        assertThat(lost).isEqualTo(MANY);
        assertThat(told("lost-pilots", "pilots", before)).isEqualTo(MANY);
        assertThat(ServiceLogEntry.latest(one, "lost-pilots"))
                .satisfies(it -> assertThat(it.data().at("/pilots/first")).hasSizeLessThanOrEqualTo(10));
    }

    @Test
    void putsEachUnconfirmedJobBackOnce() {
        look(it -> it.part(StartDeadline.class).sweep());
        api.submit(aJob().ofType("unconfirmed").times(MANY));
        for (int n = 0; n < MANY; n++) {
            ScriptedPilot.register(one).claim();
        }
        var before = now();

        var putBack = bothSweep(it -> it.part(StartDeadline.class).sweep());

        assertThat(putBack).isEqualTo(MANY);
        assertThat(told("start-deadline", "jobs", before)).isEqualTo(MANY);
        var jobs = api.jobs("?jobtype=unconfirmed&limit=1000");
        assertThat(jobs).hasSize(MANY).allMatch(it -> it.state() == JobState.DEFINED && it.attempt() == 1);
        jobs.forEach(it -> api.change(it.id(), "cancel"));
    }

    @Test
    void endsEachOverdueJobOnce() {
        look(it -> it.part(OverdueJobs.class).sweep());
        api.submit(aJob().ofType("overdue").with("timelimit", 10).times(MANY));
        var pilots = IntStream.range(0, MANY)
                .mapToObj(n -> ScriptedPilot.register(one))
                .toList();
        pilots.forEach(it -> it.say(false, started(it.claim())));
        one.db()
                .sql("update attempt set started_at = now() - interval '60 s' where live")
                .update();
        pilots.forEach(it -> it.say(false));
        var before = now();

        var ended = bothSweep(it -> it.part(OverdueJobs.class).sweep());

        assertThat(ended).isEqualTo(MANY);
        assertThat(told("overdue", "jobs", before)).isEqualTo(MANY);
        assertThat(api.jobs("?jobtype=overdue&state=failed&limit=1000"))
                .hasSize(MANY)
                .allMatch(it -> it.failures() == 1);
    }

    @Test
    void expiresEachJobOnce() {
        api.submit(aJob().ofType("stale").with("usefulFor", 3600).times(MANY));
        one.db()
                .sql("update ready set useful_until = now() - interval '1 s' where useful_until is not null")
                .update();
        var before = now();

        var expired = bothSweep(it -> it.part(Expiry.class).sweep());

        assertThat(expired).isEqualTo(MANY);
        assertThat(told("expiry", "jobs", before)).isEqualTo(MANY);
        assertThat(api.jobs("?jobtype=stale&state=expired&limit=1000")).hasSize(MANY);
    }

    @Test
    void saysNothingWhenThereWasNothingToDo() {
        look(it -> it.part(LostPilots.class).sweep());
        var before = now();

        bothSweep(it -> it.part(LostPilots.class).sweep()
                + it.part(StartDeadline.class).sweep()
                + it.part(OverdueJobs.class).sweep()
                + it.part(Expiry.class).sweep()
                + it.part(Expiry.class).sweepHeld());

        assertThat(now()).isEqualTo(before);
    }
}
