package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;

/**
 * All processes of one payload, also those that its leader left behind: members of its session or process group, those
 * that carry its marker in their environment, the orphans that the pilot adopted since it began, and the descendants of
 * all these.
 */
final class PayloadProcesses {

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration LAST_LOOK = Duration.ofMillis(200);

    private final OwnProcesses processes;
    private final Process leader;
    /** Whether the leader's number is that of a session and a group of the payload. */
    private boolean ownSession;

    private final String marker;
    private final long notBefore;
    /** Once found, by number: the parent that led to it may be gone at the next look. */
    private final Map<Long, ProcessEntry> known = new HashMap<>();

    /**
     * @param ownSession whether the leader was started in a session of its own
     * @param marker an entry {@code NAME=value} of the environment that only this payload has
     * @param notBefore {@link ProcessEntry#earliestStartFromNow} before the leader was started
     */
    PayloadProcesses(OwnProcesses processes, Process leader, boolean ownSession, String marker, long notBefore) {
        this.processes = processes;
        this.leader = leader;
        this.ownSession = ownSession;
        this.marker = marker;
        this.notBefore = notBefore;
    }

    Process leader() {
        return leader;
    }

    /** The leader's line of the table of processes, unless it is gone. */
    Optional<ProcessEntry> leaderEntry() {
        return ProcessEntry.of(leader.pid());
    }

    /** Kilobytes of memory that they have now together; what several share counts with each. */
    long residentKb() {
        return alive().values().stream().mapToLong(ProcessEntry::residentKb).sum();
    }

    /** The orphans of this payload that run; those that have ended are buried. */
    List<ProcessEntry> orphans() {
        return processes.orphans().stream()
                .filter(it -> it.startTicks() >= notBefore)
                .toList();
    }

    /**
     * Ends whatever still runs: SIGTERM, the grace period, SIGKILL.
     *
     * @return process ids that even SIGKILL did not end within 5 s, for example in a stuck file system
     */
    Set<Long> end(Duration grace) throws InterruptedException {
        if (isPlainlyGone() || alive().isEmpty()) {
            return Set.of();
        }
        signal(Signal.TERM);
        signal(Signal.CONT);
        if (!areGoneWithin(grace)) {
            var deadline = PilotClock.now().plus(KILL_PATIENCE);
            var look = FIRST_LOOK;
            do {
                // again and again, because a process may have been started since
                signal(Signal.KILL);
                look = shorter(look.multipliedBy(2), LAST_LOOK);
            } while (!areGoneWithin(look) && !deadline.isPast());
        }
        orphans();
        return alive().keySet();
    }

    /**
     * Whether a glance shows that nothing is left. Whatever the leader started and left behind has become the pilot's
     * child: if the pilot has none, the table of processes, long on a busy machine, need not be searched.
     */
    private boolean isPlainlyGone() {
        return !leader.isAlive() && processes.calls().isPresent() && orphans().isEmpty();
    }

    /** Most are not the pilot's children, so nobody tells it when they end: it has to look. */
    private boolean areGoneWithin(Duration patience) throws InterruptedException {
        Moment deadline = PilotClock.now().plus(patience);
        for (var look = FIRST_LOOK; !alive().isEmpty(); look = look.multipliedBy(2)) {
            if (deadline.isPast()) {
                return false;
            }
            Thread.sleep(shorter(shorter(look, LAST_LOOK), deadline.remaining()));
        }
        return true;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void signal(Signal signal) throws InterruptedException {
        var targets = alive().values();
        // a group that has members keeps its number, so that it cannot be somebody else's
        boolean group = ownSession && targets.stream().anyMatch(it -> it.group() == leader.pid());
        if (processes.calls().isPresent()) {
            var calls = processes.calls().get();
            if (group) {
                calls.signalGroup(leader.pid(), signal);
            }
            targets.forEach(it -> calls.signal(it.pid(), signal));
        } else {
            signalByCommand(signal, group, targets);
        }
    }

    private void signalByCommand(Signal signal, boolean group, Collection<ProcessEntry> targets)
            throws InterruptedException {
        var words = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$0\" -- \"$@\" 2>/dev/null", signal.name()));
        if (group) {
            words.add("-" + leader.pid());
        }
        targets.forEach(it -> words.add(String.valueOf(it.pid())));
        try {
            var kill = processes.start(new ProcessBuilder(words)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD));
            kill.waitFor(KILL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            // no process can be started any more: reach at least those that this machine lets Java reach
            targets.forEach(it -> ProcessHandle.of(it.pid()).ifPresent(process -> {
                var unused = signal == Signal.KILL ? process.destroyForcibly() : process.destroy();
            }));
        }
    }

    /** Those that run, by number. */
    private Map<Long, ProcessEntry> alive() {
        var found = new HashMap<Long, ProcessEntry>();
        var others = new ArrayList<ProcessEntry>();
        boolean leaderGone = !leader.isAlive();
        var all = ProcessEntry.all();
        if (leaderGone && all.stream().anyMatch(it -> it.pid() == leader.pid())) {
            // somebody else's number by now, which it cannot get before the session and the group are empty
            ownSession = false;
        }
        for (var process : all) {
            if (process.ended() || process.startTicks() < notBefore) {
                continue;
            }
            if (isMember(process)) {
                found.put(process.pid(), process);
            } else if (!processes.isOwn(process.pid())) {
                others.add(process);
            }
        }
        boolean more;
        do {
            more = others.removeIf(it -> {
                boolean child = found.containsKey(it.parent());
                if (child) {
                    found.put(it.pid(), it);
                }
                return child;
            });
        } while (more);
        known.putAll(found);
        return found;
    }

    private boolean isMember(ProcessEntry process) {
        long pid = leader.pid();
        if (process.pid() == pid) {
            return leader.isAlive();
        }
        if (ownSession && (process.group() == pid || process.session() == pid)) {
            return true;
        }
        if (processes.isOwn(process.pid())) {
            return false;
        }
        return isKnown(process) || processes.isAdopted(process) || process.carries(marker);
    }

    private boolean isKnown(ProcessEntry process) {
        var before = known.get(process.pid());
        return before != null && before.startTicks() == process.startTicks();
    }
}
