package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Commands that the pilot runs for itself, with nothing of a payload's environment. */
final class Commands {

    /** What only looks or changes one entry, and hangs for longer, for example on a dead network file system. */
    static final Duration BRIEF = Duration.ofSeconds(60);

    /** For what moves data: large files on a slow disk take their time. */
    static final Duration LONG = Duration.ofHours(6);

    /** How long the words of a process that has ended may take to arrive. */
    private static final Duration WORDS_PATIENCE = Duration.ofSeconds(1);

    private static final int MOST_SAID = 4096;

    private static final String READ = """
            if [ -L "$0" ] || [ ! -f "$0" ]; then
              echo "$0 is not there, or not a plain file"
              exit 1
            fi
            exec head -c "$1" -- "$0"
            """;

    private final OwnProcesses processes;

    Commands(OwnProcesses processes) {
        this.processes = processes;
    }

    /** A command ended with another exit code than 0. The message is what it printed, if anything. */
    static final class FailedException extends IOException {

        private final int status;
        private final boolean silent;

        private FailedException(String command, int status, String said) {
            super(said.isEmpty() ? command + " ended with exit code " + status : said);
            this.status = status;
            this.silent = said.isEmpty();
        }

        /** Whether this is how a test says no: exit code 1, and not a word. */
        boolean isNo() {
            return status == 1 && silent;
        }
    }

    /**
     * Runs it to its end.
     *
     * @param patience it is given up after this time
     * @return what it printed
     * @throws FailedException if it ends with another exit code than 0
     */
    String run(List<String> words, Duration patience) throws IOException {
        return text(run(builder(words).redirectErrorStream(true), patience, MOST_SAID, false));
    }

    /**
     * The beginning of a file, read by a program with the rights of its reader. Where others may change the directory, a
     * link is not followed and a pipe that never ends is given up.
     *
     * @param reader words that run what follows them as the reader; may be none
     * @param most bytes
     */
    byte[] contents(List<String> reader, Path file, int most) throws IOException {
        var words = new ArrayList<>(reader);
        words.addAll(List.of("/bin/sh", "-c", READ, file.toString(), Integer.toString(most)));
        return run(builder(words).redirectError(ProcessBuilder.Redirect.DISCARD), BRIEF, most, true);
    }

    private static ProcessBuilder builder(List<String> words) {
        var builder =
                new ProcessBuilder(words).redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        return builder;
    }

    private byte[] run(ProcessBuilder builder, Duration patience, int most, boolean whole) throws IOException {
        String command = builder.command().getFirst();
        var process = processes.start(builder);
        try {
            var said = read(process.getInputStream(), most);
            if (!process.waitFor(patience)) {
                throw new IOException(command + " did not end within " + patience.toSeconds() + " s");
            }
            var bytes = printed(said, whole);
            if (process.exitValue() != 0) {
                throw new FailedException(command, process.exitValue(), text(bytes));
            }
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " ran", e);
        } finally {
            // by its handle: nothing is waited for, not even that it is gone
            process.toHandle().destroyForcibly();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    /** @param whole whether nothing is better than a part */
    private static byte[] printed(CompletableFuture<byte[]> said, boolean whole)
            throws IOException, InterruptedException {
        try {
            return said.get(WORDS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            if (whole) {
                throw new IOException("what a command printed could not be read", e);
            }
            return new byte[0];
        }
    }

    /** Reads to the end on a thread of its own: the end may never come. */
    private static CompletableFuture<byte[]> read(InputStream from, int most) {
        var bytes = new CompletableFuture<byte[]>();
        Thread.ofPlatform()
                .daemon()
                .name("words of a command")
                .stackSize(128 * 1024)
                .start(() -> {
                    try (from) {
                        var head = from.readNBytes(most);
                        from.transferTo(OutputStream.nullOutputStream());
                        bytes.complete(head);
                    } catch (IOException | OutOfMemoryError e) {
                        bytes.completeExceptionally(e);
                    }
                });
        return bytes;
    }

    static Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL", "C.UTF-8");
    }
}
