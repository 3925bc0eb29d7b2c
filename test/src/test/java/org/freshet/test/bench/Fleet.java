package org.freshet.test.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;

/** Simulated pilots, which finish every job at once and ask for the next in the same call. */
final class Fleet implements AutoCloseable {

    private final List<ScriptedPilot> pilots;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> work = new ArrayList<>();
    private final TestServer server;
    private final AtomicLong finished = new AtomicLong();
    private volatile boolean closed;

    Fleet(TestServer server, int size) {
        this.server = server;
        pilots = IntStream.range(0, size)
                .mapToObj(n -> ScriptedPilot.register(server))
                .toList();
        pilots.forEach(it -> work.add(threads.submit(() -> work(it))));
    }

    private void work(ScriptedPilot pilot) {
        var answer = pilot.say(true);
        while (!closed) {
            var job = answer.job();
            answer = job == null ? pilot.say(true) : pilot.say(true, ScriptedPilot.finished(job));
            if (job != null && answer.outcomes().getFirst().outcome() == Outcome.APPLIED) {
                finished.incrementAndGet();
            }
        }
    }

    /**
     * Seconds from the start of something to the end of the last of so many jobs. A pilot that reports and finds no other job
     * is answered when there is one again, so the table says when the last ones have ended.
     */
    double seconds(int jobs, Runnable start) {
        var goal = finished.get() + jobs - pilots.size();
        var begin = System.nanoTime();
        start.run();
        await(() -> finished.get() >= goal);
        await(() -> server.db()
                        .sql("select count(*) from job where ended_at is null")
                        .query(Long.class)
                        .single()
                == 0);
        return (System.nanoTime() - begin) / 1e9;
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> condition.call() || work.stream().anyMatch(Future::isDone));
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow(); // those that wait for a job
        threads.close();
    }
}
