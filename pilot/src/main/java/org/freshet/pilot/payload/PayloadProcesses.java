package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;

/**
 * All processes of one payload, also those that its leader left behind: members of its session or process group, and
 * those that carry its marker in their environment. Without {@code /proc} or {@code setsid}: the leader's descendants.
 */
final class PayloadProcesses {

    private static final Path PROC = Path.of("/proc");
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration LAST_LOOK = Duration.ofMillis(200);
    private static final int TICKS_PER_SECOND = 100;

    private final Process leader;
    private final boolean ownSession;
    private final String marker;
    private final long notBefore;
    private final Set<ProcessHandle> descendants = new HashSet<>();

    /**
     * @param ownSession whether the leader was started in a session of its own
     * @param marker an entry {@code NAME=value} of the environment that only this payload has
     * @param notBefore {@link #ticksSinceBoot} before the leader was started
     */
    PayloadProcesses(Process leader, boolean ownSession, String marker, long notBefore) {
        this.leader = leader;
        this.ownSession = ownSession;
        this.marker = marker;
        this.notBefore = notBefore;
    }

    /** The kernel's measure for when processes started; 0 where it does not tell. */
    static long ticksSinceBoot() {
        try {
            String uptime = Files.readString(PROC.resolve("uptime")).split(" ", 2)[0];
            // a second of margin, because the two clocks are rounded differently
            return (long) ((Double.parseDouble(uptime) - 1) * TICKS_PER_SECOND);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Ends whatever still runs: SIGTERM, the grace period, SIGKILL.
     *
     * @return process ids that even SIGKILL did not end within 5 s, for example in a stuck file system
     */
    Set<Long> end(Duration grace) throws InterruptedException {
        if (alive().isEmpty()) {
            return Set.of();
        }
        signal("TERM");
        if (!areGoneWithin(grace)) {
            var deadline = PilotClock.now().plus(KILL_PATIENCE);
            do {
                // again and again, because a process may have been started since
                signal("KILL");
            } while (!areGoneWithin(LAST_LOOK) && !deadline.isPast());
        }
        return alive();
    }

    /** They are not the pilot's children, so nobody tells it when they end: it has to look. */
    private boolean areGoneWithin(Duration patience) throws InterruptedException {
        Moment deadline = PilotClock.now().plus(patience);
        for (var look = FIRST_LOOK; !alive().isEmpty(); look = look.multipliedBy(2)) {
            if (deadline.isPast()) {
                return false;
            }
            var pause = List.of(look, LAST_LOOK, deadline.remaining()).stream().min(Duration::compareTo);
            Thread.sleep(pause.orElseThrow());
        }
        return true;
    }

    private void signal(String name) throws InterruptedException {
        var targets = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$0\" -- \"$@\" 2>/dev/null", name));
        if (ownSession) {
            targets.add("-" + leader.pid());
        }
        alive().forEach(pid -> targets.add(pid.toString()));
        try {
            var kill = new ProcessBuilder(targets)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(KILL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            // no process can be started any more: reach at least those that this machine lets Java reach
            boolean force = name.equals("KILL");
            alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(it -> {
                var unused = force ? it.destroyForcibly() : it.destroy();
            }));
        }
    }

    private Set<Long> alive() {
        var pids = new HashSet<Long>();
        if (leader.isAlive()) {
            pids.add(leader.pid());
        }
        if (!ownSession) {
            leader.descendants().forEach(descendants::add);
            descendants.removeIf(it -> !it.isAlive());
            pids.addAll(descendants.stream().map(ProcessHandle::pid).collect(Collectors.toSet()));
        }
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var entry : entries) {
                if (belongs(entry)) {
                    pids.add(Long.parseLong(entry.getFileName().toString()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // without /proc the leader and its descendants are all that is known
            return pids;
        }
        return pids;
    }

    private boolean belongs(Path entry) {
        try {
            String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
            // the name in parentheses may hold anything; after it: state, parent, group, session, ..., start time
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields[0].equals("Z") || fields[0].equals("X") || Long.parseLong(fields[19]) < notBefore) {
                return false;
            }
            String leaderPid = String.valueOf(leader.pid());
            if (ownSession && (fields[2].equals(leaderPid) || fields[3].equals(leaderPid))) {
                return true;
            }
            String environment = Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + latin1(marker) + "\0");
        } catch (IOException e) {
            // it ended while being looked at, or belongs to another user
            return false;
        }
    }

    /** The marker's bytes as the environment holds them. */
    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
