package org.freshet.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.freshet.batch.Slot.State;

/**
 * What is known of one local pilot, as files, so that it outlives the server that started it. The server writes what the
 * pilot is for before it starts the process; the process writes which one it is before it becomes the pilot. So there is
 * no moment at which a server could die and leave a process that the next one does not find.
 *
 * <p>{@code slip}: see {@link Slip}. {@code process}: see {@link ProcessIdentity}. {@code leaving}: it was told to end.
 * {@code exit}: its exit code, if a server was there to see it. {@code outlived}: when it was first seen that it has ended
 * and processes of its payloads have not. {@code over}: nothing of it runs any more. {@code pilot.log}: what it printed. {@code work}: the
 * directories of its jobs, or a link to where they are.
 */
record PilotDirectory(Path path) {

    /** A pilot whose process left no trace of itself for this long was never started: the server died on the way. */
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /** Longer than a guardian takes to end what its pilot left behind. */
    private static final Duration GUARDIAN_LIMIT = Duration.ofSeconds(20);

    /**
     * Makes the directory of a pilot that is about to be started.
     *
     * @throws java.nio.file.FileAlreadyExistsException there is one of that name
     */
    static PilotDirectory make(Path path, Slip slip) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(path, ownerOnly);
        Files.createDirectory(path.resolve("work"), ownerOnly);
        var part = Files.writeString(path.resolve("slip.part"), slip.text());
        Files.move(part, path.resolve("slip"), StandardCopyOption.ATOMIC_MOVE);
        return new PilotDirectory(path);
    }

    BatchId batchId() {
        return new BatchId(String.valueOf(path.getFileName()));
    }

    Path log() {
        return path.resolve("pilot.log");
    }

    Path work() {
        return path.resolve("work");
    }

    /** Lets its jobs run elsewhere; {@link #work} leads there. */
    void workIn(Path place) throws IOException {
        Files.delete(work());
        Files.createSymbolicLink(work(), place);
    }

    /** Where its jobs run, without a link in between that another user could not follow. */
    Path workPlace() throws IOException {
        return Files.isSymbolicLink(work()) ? Files.readSymbolicLink(work()) : work();
    }

    /** The slot, unless the pilot was never started, or it and all of its payloads have ended. */
    Optional<Slot> slot(Instant now) throws IOException {
        var slip = read("slip");
        if (slip.isEmpty() || Files.exists(path.resolve("over"))) {
            return Optional.empty();
        }
        var process = process();
        boolean ended = Files.exists(path.resolve("exit"))
                || (process.isPresent() && !process.get().isRunning());
        if (ended && strays().isEmpty()) {
            return Optional.empty();
        }
        var written = understood("slip", () -> Slip.parse(slip.get()));
        if (process.isEmpty() && written.at().plus(START_LIMIT).isBefore(now)) {
            return Optional.empty();
        }
        var state = ended ? State.LEAVING : state(process.isPresent());
        return Optional.of(
                new Slot(batchId(), written.orderId(), written.nonce(), state, written.at(), written.at(), null));
    }

    /** Nothing of it runs any more: it need not be looked for again. */
    void markOver() throws IOException {
        boolean began = Files.exists(path.resolve("exit")) || Files.exists(path.resolve("process"));
        if (began && Files.exists(path.resolve("slip")) && Files.notExists(path.resolve("over"))) {
            Files.writeString(path.resolve("over"), "");
        }
    }

    /** Ends processes of payloads that have outlived the pilot, and its guardian as well. */
    void endOutlived(Instant now) throws IOException {
        var process = process();
        if (process.isEmpty() || process.get().isRunning()) {
            return;
        }
        var seen = outlivedSince();
        if (seen.isEmpty() || seen.get().isAfter(now)) {
            Files.writeString(path.resolve("outlived"), now.toString());
        } else if (seen.get().plus(GUARDIAN_LIMIT).isBefore(now)) {
            strays().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Empty also if it was cut off when it was written. */
    private Optional<Instant> outlivedSince() throws IOException {
        try {
            return read("outlived").map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** SIGKILL, for the pilot and for what it left behind. */
    void kill() throws IOException {
        var process = process();
        if (process.isPresent() && process.get().isRunning()) {
            process.get().killWithDescendants();
        } else if (process.isPresent()) {
            strays().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The same at once, without a look at what the first did. */
    void killAll() throws IOException {
        if (Files.exists(path.resolve("over"))) {
            return;
        }
        var process = process();
        if (process.isPresent()) {
            process.get().killWithDescendants();
        }
        strays().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> strays() throws IOException {
        return Strays.of(workPlace());
    }

    /** The process, once it has said which one it is. */
    Optional<ProcessIdentity> process() throws IOException {
        var text = read("process");
        return text.isPresent()
                ? Optional.of(understood("process", () -> ProcessIdentity.parse(text.get())))
                : Optional.empty();
    }

    void markLeaving() throws IOException {
        Files.writeString(path.resolve("leaving"), "");
    }

    void recordExit(int code) throws IOException {
        Files.writeString(path.resolve("exit"), code + "\n");
    }

    /** See {@link BatchSystem#ending}. */
    String ending() {
        try {
            if (Files.notExists(path)) {
                return "how it ended is not known, its directory " + path + " is gone";
            }
            var exit = read("exit").map(String::strip).map("exit code "::concat);
            return exit.orElse("its exit code is not known") + ", " + lastWords();
        } catch (IOException e) {
            return "how it ended cannot be read: " + e;
        }
    }

    /** Removes everything; when jobs left files behind, everything else. */
    void discard() throws IOException {
        Files.deleteIfExists(path.resolve("slip"));
        try (var jobs = Files.newDirectoryStream(work())) {
            if (jobs.iterator().hasNext()) {
                for (var name : new String[] {"process", "leaving", "exit", "outlived", "over", "pilot.log"}) {
                    Files.deleteIfExists(path.resolve(name));
                }
                return;
            }
        } catch (NoSuchFileException e) {
            // Nothing was left behind.
        }
        Files.deleteIfExists(workPlace());
        deleteAll();
    }

    private void deleteAll() throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private State state(boolean started) {
        if (Files.exists(path.resolve("leaving"))) {
            return State.LEAVING;
        }
        return started ? State.RUNNING : State.QUEUED;
    }

    private String lastWords() throws IOException {
        if (Files.notExists(log())) {
            return "it has no log";
        }
        var last = LogTail.lastLine(log());
        return last.isEmpty() ? "its log " + log() + " is empty" : "its log " + log() + " ends with \"" + last + "\"";
    }

    /** A file that is missing or empty (cut off by a power failure) was not written. */
    private Optional<String> read(String name) throws IOException {
        try {
            var text = Files.readString(path.resolve(name), StandardCharsets.UTF_8);
            return text.isBlank() ? Optional.empty() : Optional.of(text);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private <T> T understood(String name, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new IOException(
                    path.resolve(name) + ": " + e.getMessage() + "; remove " + path + " when no pilot runs in it", e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }
}
