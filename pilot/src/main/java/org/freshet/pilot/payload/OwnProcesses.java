package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.freshet.pilot.platform.PilotLog;

/**
 * The processes that the pilot started itself, and the orphans that it adopted: the pilot is the subreaper of whatever
 * its payloads start. So a process that cleared its environment and made itself a session of its own still comes back
 * to the pilot when its parent ends.
 *
 * <p>Orphans that have ended are waited for one by one. Java waits for the processes that it started, and must not miss
 * one: therefore every start goes through here.
 */
class OwnProcesses {

    private static final long SELF = ProcessHandle.current().pid();

    /** The kernel gives orphans to the first thread of the pilot, which lives as long as the pilot. */
    private static final Path ADOPTED = Path.of("/proc/self/task/" + SELF + "/children");

    private final Optional<SystemCalls> calls;
    private final Set<Process> started = new HashSet<>();

    OwnProcesses(Optional<SystemCalls> calls) {
        this.calls = calls;
    }

    /** Adopts orphans from now on if this machine allows it; says so in the log if not. */
    static OwnProcesses adopting(PilotLog log) {
        var calls = SystemCalls.ofThisMachine().filter(SystemCalls::adoptOrphans);
        if (calls.isEmpty()) {
            log.say("This machine does not let the pilot adopt orphans: processes of a payload that clear their"
                    + " environment and leave its session may survive it.");
        }
        return new OwnProcesses(calls);
    }

    static OwnProcesses withoutAdoption() {
        return new OwnProcesses(Optional.empty());
    }

    /** Present if orphans are adopted. */
    Optional<SystemCalls> calls() {
        return calls;
    }

    synchronized Process start(ProcessBuilder builder) throws IOException {
        // Java has waited for these: their numbers may be those of others from now on
        started.removeIf(it -> !it.isAlive());
        var process = builder.start();
        started.add(process);
        return process;
    }

    synchronized boolean isOwn(long pid) {
        return started.stream().anyMatch(it -> it.pid() == pid && it.isAlive());
    }

    /** Whether this is a child of the pilot that it did not start: an orphan of a payload. */
    boolean isAdopted(ProcessEntry process) {
        return calls.isPresent() && process.parent() == SELF && !isOwn(process.pid());
    }

    /** The adopted orphans that run. Those that have ended are buried. */
    synchronized List<ProcessEntry> orphans() {
        if (calls.isEmpty()) {
            return List.of();
        }
        var alive = new ArrayList<ProcessEntry>();
        boolean buried;
        do {
            // the children of one that has just ended have come instead of it: look again
            alive.clear();
            buried = false;
            for (var child : adopted()) {
                if (child.ended()) {
                    buried |= calls.get().bury(child.pid());
                } else {
                    alive.add(child);
                }
            }
        } while (buried);
        return alive;
    }

    private List<ProcessEntry> adopted() {
        try {
            return Files.readString(ADOPTED)
                    .lines()
                    .flatMap(line -> List.of(line.split(" ", -1)).stream())
                    .filter(word -> !word.isBlank())
                    .flatMap(pid -> ProcessEntry.of(Long.parseLong(pid)).stream())
                    .filter(this::isAdopted)
                    .toList();
        } catch (IOException e) {
            // a kernel without this file (CONFIG_PROC_CHILDREN)
            return ProcessEntry.all().stream().filter(this::isAdopted).toList();
        }
    }
}
