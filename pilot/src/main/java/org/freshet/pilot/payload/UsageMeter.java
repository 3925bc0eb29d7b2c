package org.freshet.pilot.payload;

import java.time.Duration;
import java.util.Optional;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.protocol.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Measures what one payload uses. Its processor time is that of all the pilot's children that end meanwhile: there is one
 * payload at a time. Its memory is looked at now and then, so that a short peak may be missed.
 */
final class UsageMeter {

    /** To look at all processes of a busy machine takes some milliseconds. */
    private static final Duration EVERY = Duration.ofSeconds(10);

    private static final int KB_OF_A_MEGABYTE = 1024;

    private final Optional<SystemCalls> calls;
    private final long cpuBefore;
    private Moment look = PilotClock.now();
    private long mostKb;

    /** Begins to measure. */
    UsageMeter(Optional<SystemCalls> calls) {
        this.calls = calls;
        this.cpuBefore = cpu();
    }

    /** To be called again and again while it runs. */
    void look(PayloadProcesses processes) {
        if (look.isPast()) {
            mostKb = Math.max(mostKb, processes.residentKb());
            look = PilotClock.now().plus(EVERY);
        }
    }

    /** When it has ended; null if nothing is known. */
    @Nullable
    Usage usage() {
        long cpuAfter = cpu();
        Long cpuMs = cpuBefore < 0 || cpuAfter < cpuBefore ? null : Long.valueOf(cpuAfter - cpuBefore);
        Integer memoryMb = mostKb == 0
                ? null
                : Integer.valueOf((int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(mostKb, KB_OF_A_MEGABYTE)));
        return cpuMs == null && memoryMb == null ? null : new Usage(cpuMs, memoryMb);
    }

    private long cpu() {
        return calls.map(SystemCalls::cpuOfEndedChildren).orElse(-1L);
    }
}
