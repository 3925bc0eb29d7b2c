package org.freshet.test.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.freshet.test.support.Installation;

/** Finds the processes of an installation by what they are. */
public final class Victims {

    private final Installation installation;
    private final Set<ProcessHandle> seenGuardians = ConcurrentHashMap.newKeySet();
    private final Set<Long> struck = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostPilots = new AtomicInteger();
    private final Queue<Long> deaf = new ConcurrentLinkedQueue<>();

    public Victims(Installation installation) {
        this.installation = installation;
    }

    Optional<ProcessHandle> postmaster() {
        try (var lines = Files.lines(installation.home().resolve("pg/postmaster.pid"))) {
            var pid = lines.findFirst().map(String::strip).map(Long::parseLong);
            return pid.flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // it does not run, or is just being started
        }
    }

    /** With the processes that serve its connections. */
    public List<ProcessHandle> database() {
        var all = new ArrayList<ProcessHandle>();
        postmaster().ifPresent(it -> {
            all.add(it);
            it.children().forEach(all::add);
        });
        return all;
    }

    /** One of the pilots, counted round from the oldest. */
    Optional<ProcessHandle> pilot(int index) {
        return one(index, pilots());
    }

    /** One of the guardians of payloads, counted round. */
    Optional<ProcessHandle> guardian(int index) {
        return one(index, guardians(pilots()));
    }

    /** A child that a pilot is just starting still has its words. */
    private List<ProcessHandle> pilots() {
        var found = installation.processes().stream()
                .filter(it -> words(it).contains(" --nonce=") && !words(it).contains("setsid"))
                .sorted(Comparator.comparingLong(ProcessHandle::pid))
                .toList();
        return found.stream()
                .filter(it -> it.parent().filter(found::contains).isEmpty())
                .toList();
    }

    /**
     * Remembers what is there. Nothing of a guardian itself tells the installation to which it belongs; a dead pilot does not
     * tell either.
     */
    public void look() {
        var pilots = pilots();
        mostPilots.accumulateAndGet(pilots.size(), Math::max);
        seenGuardians.addAll(guardians(pilots));
    }

    /** A fault strikes it, and with it all that came from it. */
    void mark(ProcessHandle process) {
        struck.add(process.pid());
        process.descendants().map(ProcessHandle::pid).forEach(struck::add);
    }

    boolean wasStruck(long pid) {
        return struck.contains(pid);
    }

    /** How many were there at once, whenever somebody looked. */
    int mostPilots() {
        return mostPilots.get();
    }

    /** All servers, or their database, are killed just now, or were stopped until now for longer than a lease. */
    void markDeaf() {
        deaf.add(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    /** In microseconds. */
    List<Long> deaf() {
        return List.copyOf(deaf);
    }

    /** Everything that still runs: for a message. */
    public List<String> left() {
        var left = new ArrayList<>(installation.describedProcesses());
        seenGuardians.stream()
                .filter(ProcessHandle::isAlive)
                .map(it -> it.pid() + " guardian")
                .forEach(left::add);
        return left;
    }

    private static List<ProcessHandle> guardians(List<ProcessHandle> pilots) {
        return pilots.stream()
                .flatMap(ProcessHandle::children)
                .filter(it -> words(it).contains(" freshet-guardian "))
                .toList();
    }

    /** Processes of payloads: for a message. */
    List<String> describedPayloads() {
        var found = new ArrayList<String>();
        installation.processes().stream()
                .filter(it -> read(it, "environ").contains("\0FRESHET_JOB_ID="))
                .forEach(it -> found.add(it.pid() + words(it)));
        return found;
    }

    private static Optional<ProcessHandle> one(int index, List<ProcessHandle> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(index % found.size()));
    }

    private static String words(ProcessHandle process) {
        return read(process, "cmdline").replace('\0', ' ');
    }

    private static String read(ProcessHandle process, String file) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
            return "\0" + new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }
}
