package org.freshet.server.dashboard.hosts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.pilots.Heartbeat;
import org.freshet.server.failure.HostRecord;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * A machine on which pilots are, or were within a day.
 *
 * @param now when the row was read, on the database's clock
 * @param states how many pilots are in which state, of those that are alive
 * @param stale of these, so many are past due
 * @param lost so many fell silent for good within a day
 * @param pastDueSeconds of the one that is silent for longest; negative if all spoke in time
 * @param machine as a pilot said last; null if none did, as older ones do not
 * @param tried what came of its attempts lately; null if none ended
 */
record HostFacts(
        Instant now,
        String name,
        List<String> sites,
        SequencedMap<PilotState, Long> states,
        Heartbeat heartbeat,
        long stale,
        long lost,
        double pastDueSeconds,
        @Nullable Instant lastSeenAt,
        @Nullable MachineState machine,
        @Nullable Instant machineAt,
        @Nullable HostRecord tried) {

    private static final long MB_OF_A_GB = 1024;

    public String page() {
        return Paths.host(name);
    }

    public Badge badge() {
        return heartbeat.badge();
    }

    public long alive() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    public long busy() {
        return count(PilotState.BUSY);
    }

    /** Without a job, whether they have asked for one yet or not. */
    public long idle() {
        return count(PilotState.IDLE) + count(PilotState.ACTIVE);
    }

    long count(PilotState state) {
        return states.getOrDefault(state, 0L);
    }

    public StateBar bar() {
        SequencedMap<Badge, Long> parts = new LinkedHashMap<>();
        states.forEach((state, count) -> parts.put(Badge.of(state), count));
        return StateBar.of(parts, Paths.PILOTS + "?host=" + UriUtils.encode(name, StandardCharsets.UTF_8), "&state=");
    }

    /** {@code local, np04}. */
    public String allSites() {
        return String.join(", ", sites);
    }

    @Nullable
    public Moment lastSeen() {
        return Moment.ofNullable(lastSeenAt, now);
    }

    @Nullable
    public Moment measured() {
        return Moment.ofNullable(machineAt, now);
    }

    /** {@code 7.9 of 8}: processes that want a processor, of how many processors; null if nobody said. */
    public @Nullable String load() {
        var load = machine == null ? null : machine.load();
        var processors = machine == null ? null : machine.processors();
        if (load == null) {
            return null;
        }
        var number = String.format(Locale.ROOT, "%.1f", load);
        return processors == null ? number : number + " of " + processors;
    }

    /** {@code 25 GB of 64 GB}: what is free of how much; null if nobody said. */
    public @Nullable String memory() {
        var free = machine == null ? null : machine.freeMemoryMb();
        var all = machine == null ? null : machine.memoryMb();
        if (free == null) {
            return null;
        }
        return all == null ? amount(free) : amount(free) + " of " + amount(all);
    }

    public @Nullable String disk() {
        var free = machine == null ? null : machine.freeDiskMb();
        return free == null ? null : amount(free);
    }

    /** {@code 9 of 11}; null if nothing was tried there. */
    public @Nullable String failures() {
        return tried == null ? null : String.format(Locale.ENGLISH, "%,d of %,d", tried.failed(), tried.ended());
    }

    /** Whether it fails most of what is tried there, and far more than the others: what the page of errors says, too. */
    public boolean failing() {
        return tried != null && tried.standsOut();
    }

    HostFacts with(@Nullable HostRecord record) {
        return new HostFacts(
                now,
                name,
                sites,
                states,
                heartbeat,
                stale,
                lost,
                pastDueSeconds,
                lastSeenAt,
                machine,
                machineAt,
                record);
    }

    String pastDue() {
        return Elapsed.coarse(Duration.ofMillis(Math.round(Math.max(0, pastDueSeconds) * 1000)));
    }

    private static String amount(int megabytes) {
        if (megabytes < MB_OF_A_GB) {
            return megabytes + " MB";
        }
        double gigabytes = (double) megabytes / MB_OF_A_GB;
        return String.format(Locale.ROOT, gigabytes < 9.95 ? "%.1f GB" : "%.0f GB", gigabytes);
    }
}
