package org.freshet.test.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.freshet.protocol.Assignment;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ScriptedPilot;

/**
 * Jobs that come and end steadily, as they do while people look: so many a second are submitted, and simulated pilots finish
 * one each a second.
 */
final class JobFlow implements AutoCloseable {

    static final int A_SECOND = 20;

    private final RunningServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<String> trouble = new AtomicReference<>("");
    private volatile boolean closed;

    private JobFlow(RunningServer server) {
        this.server = server;
    }

    static JobFlow begin(RunningServer server) {
        var flow = new JobFlow(server);
        flow.again(() -> server.api().submit(JobText.aJob().ofType("flow").times(A_SECOND)));
        var secret = server.installation().secret("sites/local.secret");
        for (int n = 0; n < A_SECOND; n++) {
            var pilot = new OnePilot(ScriptedPilot.register(server.url(), secret));
            flow.again(pilot::step);
        }
        return flow;
    }

    /** Ends the job that it has, and asks for the next. */
    private static final class OnePilot {

        private final ScriptedPilot pilot;
        private Optional<Assignment> job = Optional.empty();

        OnePilot(ScriptedPilot pilot) {
            this.pilot = pilot;
        }

        void step() {
            var answer =
                    job.map(it -> pilot.say(true, ScriptedPilot.finished(it))).orElseGet(() -> pilot.say(true));
            job = Optional.ofNullable(answer.job());
        }
    }

    /** Once a second, without catching up. */
    private void again(Runnable step) {
        threads.submit(() -> {
            try {
                while (!closed) {
                    step.run();
                    TimeUnit.SECONDS.sleep(1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                if (!closed) {
                    trouble.set(e.toString());
                }
            }
        });
    }

    /** Figures that were measured without it would say nothing. */
    void check() {
        if (!trouble.get().isEmpty()) {
            throw new IllegalStateException("jobs do not flow any more: " + trouble.get());
        }
    }

    /** The part of a core that the server takes for the jobs alone, in percent. */
    double cost(Duration time) throws InterruptedException {
        var cpu = Watch.cpuSeconds(server);
        Thread.sleep(time);
        return (Watch.cpuSeconds(server) - cpu) / time.toSeconds() * 100;
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        threads.close();
    }
}
