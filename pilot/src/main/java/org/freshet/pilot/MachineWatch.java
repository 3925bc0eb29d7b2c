package org.freshet.pilot;

import java.nio.file.Path;
import java.time.Duration;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.protocol.MachineState;
import org.jspecify.annotations.Nullable;

/** Looks how the machine does, but not with each message: short jobs make many. Used by the pilot's one thread. */
final class MachineWatch {

    private static final Duration EVERY = Duration.ofSeconds(20);

    private final Path work;
    private @Nullable Moment looked;

    /** @param work whose disk counts */
    MachineWatch(Path work) {
        this.work = work;
    }

    /** How it does now; absent if that was said a short time ago. */
    @Nullable
    MachineState ifDue() {
        var last = looked;
        if (last != null && last.age().compareTo(EVERY) < 0) {
            return null;
        }
        looked = PilotClock.now();
        return Machine.state(work);
    }
}
