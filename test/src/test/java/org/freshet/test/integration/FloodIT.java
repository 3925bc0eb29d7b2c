package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.test.support.JobText.aJob;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.Exchange;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pilot that says more than any pilot has to say is refused most of it, and the others do not notice. */
@Timeout(300)
class FloodIT {

    private static final int SENDERS = 8;
    private static final int OTHERS = 6;
    /** Of each of the others: fewer than may come at once. */
    private static final int EXCHANGES = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.api.pilot-requests-per-second=4", "freshet.pilot.long-poll=1s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isRefusedAndTheOtherPilotsDoTheirJobs() throws Exception {
        server.api().submit(aJob().times(OTHERS * EXCHANGES));
        var flood = ScriptedPilot.register(server);
        var others = Stream.generate(() -> ScriptedPilot.register(server))
                .limit(OTHERS)
                .toList();
        var over = new AtomicBoolean();
        var seq = new AtomicLong();
        var refused = new ConcurrentLinkedQueue<Api.Answer>();
        var done = new ArrayList<Assignment>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < SENDERS; n++) {
                threads.submit(() -> {
                    while (!over.get()) {
                        var answer = flood.post(new Exchange(seq.incrementAndGet(), null, List.of(), null, null));
                        if (answer.status() == 429) {
                            refused.add(answer);
                        }
                    }
                });
            }
            await().atMost(PATIENCE).until(() -> !refused.isEmpty());
            var work = others.stream()
                    .<Callable<List<Assignment>>>map(it -> () -> runSome(it))
                    .toList();
            for (var jobs : threads.invokeAll(work)) {
                done.addAll(jobs.get());
            }
            over.set(true);
        }

        assertThat(done).hasSize(OTHERS * (EXCHANGES - 1));
        assertThat(refused).allSatisfy(it -> {
            assertThat(it.headers().firstValue("Retry-After")).isPresent();
            assertThat(it.problem().detail()).startsWith("This pilot asks more than 4 times a second");
        });
    }

    private static List<Assignment> runSome(ScriptedPilot pilot) {
        var done = new ArrayList<Assignment>();
        var job = pilot.claim();
        while (done.size() < EXCHANGES - 1) {
            done.add(job);
            var next = pilot.say(done.size() < EXCHANGES - 1, ScriptedPilot.finished(job))
                    .job();
            job = next == null ? job : next;
        }
        return done;
    }

    @Test
    void isNoneWhenManyPilotsOfASiteRegisterAtOnce() {
        for (int n = 0; n < 100; n++) {
            assertThat(ScriptedPilot.register(server).id()).isNotNull();
        }
    }
}
