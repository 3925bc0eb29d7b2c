package org.freshet.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;
import org.jspecify.annotations.Nullable;

/**
 * Runs pilots as processes of this machine, each in a session of its own and a directory {@code BASE/SITE/BATCH-ID}.
 *
 * <p>Pilots outlive a server that dies; the next one on the same directory finds them. Only {@link #close} ends them.
 */
public final class LocalProcesses implements BatchSystem, AutoCloseable {

    /** The shell leaves the identity of its process, which stays the same when it becomes the pilot. */
    private static final String START = """
            read -r boot < /proc/sys/kernel/random/boot_id && read -r stat < /proc/$$/stat &&
            printf '%s\\n%s\\n' "$boot" "$stat" > process || exit 11
            exec "$@"
            """;

    private final Path base;
    private final PilotProgram program;
    private final InstantSource clock;
    private final Duration grace;
    /** Of the pilots that this object started and that have not ended: what writes down how they end. */
    private final Map<PilotDirectory, CompletableFuture<Void>> exits = new ConcurrentHashMap<>();

    /** Where pilots run payloads; null = each in its own directory. */
    private @Nullable Path work;

    private boolean closed;

    /**
     * @param base an existing directory that only this user can read
     * @param grace how long a pilot may take to end before it is killed
     */
    public LocalProcesses(Path base, PilotProgram program, InstantSource clock, Duration grace) {
        this.base = base.toAbsolutePath();
        this.program = program;
        this.clock = clock;
        this.grace = grace;
    }

    /**
     * From now on pilots run payloads in {@code DIRECTORY/SITE/BATCH-ID}, which they make themselves.
     *
     * @param directory one that other users may enter, for pilots that run payloads as another user
     */
    public synchronized LocalProcesses workingIn(Path directory) {
        this.work = directory.toAbsolutePath();
        return this;
    }

    @Override
    public synchronized Submission submit(Order order) {
        if (closed) {
            return new Refused("This server is stopping and starts no more pilots");
        }
        var flaw = program.flaw();
        if (flaw.isPresent()) {
            return new Refused(flaw.get());
        }
        try {
            var site = Files.createDirectories(base.resolve(order.site()));
            EndedPilots.tidy(directories(site), clock.instant());
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            return new Refused("No pilot was started, " + base.resolve(order.site()) + " cannot be used: " + e);
        }
        return startAll(order);
    }

    private Submission startAll(Order order) {
        var placed = new ArrayList<Placed>();
        for (var nonce : order.nonces()) {
            var batchId = new BatchId(order.orderId() + "." + placed.size());
            try {
                start(order, nonce, batchId);
                placed.add(new Placed(nonce, batchId));
            } catch (FileAlreadyExistsException e) {
                return new Unknown("Order " + order.orderId() + " was submitted before: " + e.getMessage() + " exists");
            } catch (IOException e) {
                var sentence = placed.size() + " of " + order.nonces().size() + " pilots started, then: " + e;
                return placed.isEmpty() ? new Refused(sentence) : new Unknown(sentence);
            }
        }
        return new Accepted(placed);
    }

    private void start(Order order, String nonce, BatchId batchId) throws IOException {
        var pilot = PilotDirectory.make(
                directory(order.site(), batchId).path(), new Slip(order.orderId(), nonce, clock.instant()));
        if (work != null) {
            pilot.workIn(work.resolve(order.site()).resolve(batchId.value()));
        }
        var builder = new ProcessBuilder(command(order, nonce, pilot))
                .directory(pilot.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(pilot.log().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESHET_"));
        // Without a locale Java turns every letter beyond ASCII into "?", in arguments, variables and paths alike.
        builder.environment().putIfAbsent("LC_ALL", "C.UTF-8");
        var process = startOrDiscard(builder, pilot);
        rememberExit(pilot, process);
        try (var stdin = process.getOutputStream()) {
            stdin.write((order.launch().secret().value() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it read its secret. That shows in the next view, and why in its log.
        }
    }

    private static Process startOrDiscard(ProcessBuilder builder, PilotDirectory pilot) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            pilot.discard();
            throw e;
        }
    }

    private List<String> command(Order order, String nonce, PilotDirectory pilot) throws IOException {
        var words = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", START, "pilot"));
        words.addAll(program.command());
        var servers = order.launch().servers().stream().map(Object::toString).toList();
        words.addAll(List.of("--server", String.join(",", servers), "--site", order.site()));
        words.addAll(List.of("--work", pilot.workPlace().toString()));
        words.addAll(List.of("--nonce=" + nonce, "--batch-id", pilot.batchId().value()));
        var capacity = order.launch().capacity();
        addNumber(words, "--cores", capacity.cores());
        addNumber(words, "--memory-mb", capacity.memoryMb());
        addNumber(words, "--disk-mb", capacity.diskMb());
        capacity.tags().forEach(tag -> words.addAll(List.of("--tag", tag)));
        return words;
    }

    private static void addNumber(List<String> words, String option, int number) {
        if (number > 0) {
            words.addAll(List.of(option, Integer.toString(number)));
        }
    }

    private void rememberExit(PilotDirectory pilot, Process process) {
        var exit = process.onExit().thenAccept(ended -> recordExit(pilot, ended.exitValue()));
        exits.put(pilot, exit);
        var _ = exit.whenComplete((_, _) -> exits.remove(pilot));
    }

    private static void recordExit(PilotDirectory pilot, int code) {
        try {
            pilot.recordExit(code);
        } catch (IOException e) {
            // The exit code is for the reader of a log; that the pilot has ended shows without it.
        }
    }

    @Override
    public View view(String site) {
        var at = clock.instant();
        try {
            return new View.Seen(at, slots(base.resolve(Order.requireName(site)), at));
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            return new View.Unreadable("The local pilots cannot be told from " + base.resolve(site) + ": " + e);
        }
    }

    @Override
    public Removal remove(String site, Collection<BatchId> slots) {
        var pilots = slots.stream().map(slot -> directory(site, slot)).toList();
        try {
            for (var pilot : pilots) {
                if (pilot.slot(clock.instant()).isPresent()) {
                    pilot.markLeaving();
                }
            }
        } catch (IOException e) {
            return new Removal.Failed("Not every pilot of " + site + " could be told to end: " + e);
        }
        Thread.ofVirtual().name("end pilots of " + site).start(() -> new PilotEnd(clock).end(pilots, grace));
        return new Removal.Asked();
    }

    @Override
    public String ending(String site, BatchId slot) {
        return directory(site, slot).ending();
    }

    /** Each pilot has a directory, which is kept long after its end. */
    @Override
    public boolean mayHaveHad(String site, BatchId slot) {
        return Files.isDirectory(directory(site, slot).path());
    }

    /** Ends every local pilot of every site, also those that an earlier server started; starts none afterwards. */
    @Override
    public synchronized void close() {
        closed = true;
        new PilotEnd(clock).end(pilots(), grace);
        var _ = CompletableFuture.allOf(exits.values().toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
    }

    /** Kills every local pilot of every site at once, with its payload; meant for a server that cannot wait for anything. */
    public void kill() {
        pilots().forEach(pilot -> {
            try {
                pilot.killAll();
            } catch (IOException e) {
                // it cannot be told which process it is; the others are killed all the same
            }
        });
    }

    private List<PilotDirectory> pilots() {
        var pilots = new ArrayList<PilotDirectory>();
        try {
            for (var site : directories(base)) {
                pilots.addAll(
                        directories(site).stream().map(PilotDirectory::new).toList());
            }
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(LocalProcesses.class.getName())
                    .log(Level.WARNING, "Local pilots may be left running, " + base + " cannot be read: " + e);
        }
        return pilots;
    }

    private PilotDirectory directory(String site, BatchId slot) {
        return new PilotDirectory(base.resolve(Order.requireName(site)).resolve(Order.requireName(slot.value())));
    }

    /** No directory of the site: no pilot was ever started for it. No base directory: nobody knows. */
    private List<Slot> slots(Path site, Instant now) throws IOException {
        if (Files.notExists(site) && Files.isDirectory(base)) {
            return List.of();
        }
        var slots = new ArrayList<Slot>();
        for (var directory : directories(site)) {
            var pilot = new PilotDirectory(directory);
            var slot = pilot.slot(now);
            slot.ifPresent(slots::add);
            tidy(pilot, slot.isPresent(), now);
        }
        return slots;
    }

    /** What cannot be written down now, on a full disk for example, is written down at the next view. */
    private static void tidy(PilotDirectory pilot, boolean there, Instant now) {
        try {
            if (there) {
                pilot.endOutlived(now);
            } else {
                pilot.markOver();
            }
        } catch (IOException e) {
            System.getLogger(LocalProcesses.class.getName()).log(Level.DEBUG, pilot.path() + " cannot be tidied: " + e);
        }
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (var children = Files.newDirectoryStream(parent, Files::isDirectory)) {
            var found = new ArrayList<Path>();
            children.forEach(found::add);
            return found;
        } catch (NoSuchFileException e) {
            throw new IOException(parent + " is missing", e);
        }
    }
}
