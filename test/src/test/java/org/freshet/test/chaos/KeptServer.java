package org.freshet.test.chaos;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.freshet.test.support.Installation;
import org.freshet.test.support.ShellCommand;

/** A server that is started again whenever it ends, as a service manager does. */
final class KeptServer implements AutoCloseable {

    private final Installation installation;
    private final Map<String, String> settings;
    private volatile ShellCommand current;
    private volatile boolean stopped;
    private volatile int starts;

    private KeptServer(Installation installation, Map<String, String> settings) {
        this.installation = installation;
        this.settings = settings;
        this.current = start();
    }

    /** @param settings more environment variables for it */
    static KeptServer start(Installation installation, Map<String, String> settings) {
        return new KeptServer(installation, settings);
    }

    private ShellCommand start() {
        var command = installation.start("exec bin/freshet-server", settings);
        starts++;
        command.process().onExit().thenRun(this::startAgain);
        return command;
    }

    private synchronized void startAgain() {
        if (!stopped) {
            current = start();
        }
    }

    ProcessHandle process() {
        return current.process().toHandle();
    }

    int starts() {
        return starts;
    }

    /** Whether it has said that it is ready; its pages and its API answer then. */
    boolean isReady() {
        return current.process().isAlive() && current.out().contains("Freshet is ready at ");
    }

    void awaitReady(Duration patience) {
        Awaitility.await().atMost(patience).until(this::isReady);
    }

    /** Waits until it was started again, after one of the starts that were counted, and is ready. */
    void awaitStartAfter(int before, Duration patience) {
        Awaitility.await().atMost(patience).until(() -> starts > before && isReady());
    }

    /** Stops it as an operator does; returns when it has started again, or not in all that time. */
    void restart(Duration patience) {
        var before = starts;
        current.process().destroy();
        try {
            awaitStartAfter(before, patience);
        } catch (ConditionTimeoutException e) {
            // it was killed meanwhile, or its database: it comes when it can
        }
    }

    /** Stops it as an operator does. */
    @Override
    public void close() {
        ShellCommand last;
        synchronized (this) {
            stopped = true;
            last = current;
        }
        last.process().destroy();
        last.ended(Duration.ofSeconds(20));
    }
}
