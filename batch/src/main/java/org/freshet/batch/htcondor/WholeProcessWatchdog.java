package org.freshet.batch.htcondor;

import java.time.Duration;
import java.util.List;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command that takes too long, with what it started, by force. The one it extends only asks, which a command that waits
 * for a daemon need not hear, and leaves the program alive that a wrapper script stands for.
 */
final class WholeProcessWatchdog extends ExecuteWatchdog {

    private @Nullable Process watched;

    @SuppressWarnings("deprecation") // its builder cannot build a subclass
    WholeProcessWatchdog(Duration limit) {
        super(limit.toMillis());
    }

    @Override
    public synchronized void start(Process process) {
        watched = process;
        super.start(process);
    }

    @Override
    public synchronized void timeoutOccured(Watchdog watchdog) {
        var process = watched;
        var others = process == null
                ? List.<ProcessHandle>of()
                : process.descendants().toList();
        super.timeoutOccured(watchdog);
        if (killedProcess() && process != null) {
            process.destroyForcibly();
            others.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The same, when nobody waits for the answer any more. */
    synchronized void kill() {
        var process = watched;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
