package org.freshet.pilot.payload;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotLog;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a process beside the pilot that ends the payload when the pilot is gone, whatever ended the pilot: it notices
 * that nobody holds the other end of its standard input any more. It guards one payload after another, so that it costs a
 * job nothing to have it. When it is killed itself, the payload goes on and another guardian takes over.
 */
final class Guardian implements AutoCloseable {

    private static final String TEXT = text();
    private static final String NOTHING = "-";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final OwnProcesses processes;
    private final Optional<String> setsid;
    private final String shell;
    private final PilotLog log;
    private @Nullable Prompter prompter;
    private @Nullable Charge charge;
    private boolean closed;

    /** Starts the process; if that fails it is tried again when there is something to guard. */
    Guardian(OwnProcesses processes, Optional<String> setsid, String shell, PilotLog log) {
        this.processes = processes;
        this.setsid = setsid;
        this.shell = shell;
        this.log = log;
        try {
            begin();
        } catch (IOException e) {
            log.say("The guardian could not be started (" + e.getMessage() + "); it is tried again with the next job.");
        }
    }

    /** The shell's text without its comments. */
    private static String text() {
        try (var in = Guardian.class.getResourceAsStream("guardian.sh")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a payload that is about to be started into its charge; returns when the guardian has been told. */
    void take(Charge next) throws NotStartedException {
        var unused = accept(next).join();
    }

    private synchronized CompletableFuture<Void> accept(Charge next) throws NotStartedException {
        try {
            if (prompter == null || !prompter.guardian().isAlive()) {
                begin();
            }
        } catch (IOException e) {
            throw NotStartedException.ofHost(
                    "The guardian of the payload could not be started (" + e.getMessage() + ").",
                    "look on its host for a lack of memory or a limit of processes (ulimit -u).");
        }
        charge = next;
        return say();
    }

    /** Tells it more about the payload in its charge; nothing happens if there is none. */
    synchronized void tell(UnaryOperator<Charge> more) {
        if (charge != null) {
            var before = charge;
            charge = more.apply(before);
            if (!charge.equals(before)) {
                var unused = say();
            }
        }
    }

    /** The payload has ended. */
    synchronized void release() {
        charge = null;
        var unused = say();
    }

    /** Makes the guardian end what it has in its charge; the next payload gets another one. */
    synchronized void surrender() {
        charge = null;
        if (prompter != null) {
            prompter.fallSilent();
            prompter = null;
        }
    }

    /** Lets it go on if somebody has stopped it: a payload would outlive its pilot as long as its guardian is stopped. */
    synchronized void wake() {
        if (prompter != null && ProcessEntry.isStopped(prompter.guardian().pid())) {
            log.say("The guardian was stopped; it is made to go on.");
            long pid = prompter.guardian().pid();
            processes.calls().ifPresent(it -> it.signal(pid, Signal.CONT));
        }
    }

    /** Whether it has begun to end the payload with this marker because that was due. */
    synchronized boolean hasCutOff(String marker) {
        try {
            if (prompter == null) {
                return false;
            }
            var said = prompter.guardian().getInputStream();
            return new String(said.readNBytes(said.available()), PayloadEnvironment.CHARSET)
                    .lines()
                    .anyMatch(marker::equals);
        } catch (IOException e) {
            return false;
        }
    }

    private void begin() throws IOException {
        var words = new ArrayList<String>();
        setsid.ifPresent(words::add);
        words.addAll(List.of(shell, "-c", TEXT, "freshet-guardian"));
        var builder = new ProcessBuilder(words).directory(new File("/")).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        var begun = processes.start(builder);
        if (prompter != null) {
            prompter.fallSilent();
        }
        prompter = new Prompter(begun);
        Thread.ofVirtual().name("guardian").start(() -> replaceAfter(begun));
    }

    private CompletableFuture<Void> say() {
        return prompter == null
                ? CompletableFuture.completedFuture(null)
                : prompter.say(charge == null ? NOTHING : charge.line());
    }

    private void replaceAfter(Process old) {
        var begunAt = PilotClock.now();
        try {
            int status = old.waitFor();
            if (isReplaced(old)) {
                return;
            }
            log.say("The guardian ended (status " + status + "): another one takes over.");
            Thread.sleep(begunAt.plus(PAUSE).remaining());
            boolean replaced = replace(old, true);
            while (!replaced) {
                Thread.sleep(PAUSE);
                replaced = replace(old, false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isReplaced(Process old) {
        return closed || prompter == null || prompter.guardian() != old;
    }

    /** Whether nothing more needs to be done. */
    private synchronized boolean replace(Process old, boolean first) {
        if (isReplaced(old)) {
            return true;
        }
        // what it left behind would go on watching by what it was told last
        if (setsid.isPresent()) {
            processes.calls().ifPresent(it -> it.signalGroup(old.pid(), Signal.KILL));
        }
        try {
            begin();
            var unused = say();
            log.say("The new guardian has taken over.");
            return true;
        } catch (IOException e) {
            if (first) {
                log.say("The guardian could not be started again (" + e.getMessage()
                        + "); the payload goes on without. It is tried again every second.");
            }
            return false;
        }
    }

    /** Lets it end, with what it guards, if anything. */
    @Override
    public void close() {
        var last = fallSilent();
        if (last != null) {
            last.awaitSilence();
        }
    }

    private synchronized @Nullable Prompter fallSilent() {
        closed = true;
        var last = prompter;
        if (last != null) {
            last.fallSilent();
            prompter = null;
        }
        return last;
    }
}
