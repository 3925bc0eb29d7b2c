package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Commands that the pilot runs for itself, with nothing of a payload's environment. */
final class Commands {

    /** What only looks or changes one entry, and hangs for longer, for example on a dead network file system. */
    static final Duration BRIEF = Duration.ofSeconds(60);

    /** For what moves data: large files on a slow disk take their time. */
    static final Duration LONG = Duration.ofHours(6);

    /** How long the words of a process that has ended may take to arrive. */
    private static final Duration WORDS_PATIENCE = Duration.ofSeconds(1);

    private static final int MOST_SAID = 4096;

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
        var builder = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment());
        var process = processes.start(builder);
        try {
            var said = read(process.getInputStream());
            if (!process.waitFor(patience)) {
                throw new IOException(words.getFirst() + " did not end within " + patience.toSeconds() + " s");
            }
            String text = said.completeOnTimeout("", WORDS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            if (process.exitValue() != 0) {
                throw new FailedException(words.getFirst(), process.exitValue(), text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + words.getFirst() + " ran", e);
        } finally {
            // by its handle: nothing is waited for, not even that it is gone
            process.toHandle().destroyForcibly();
        }
    }

    /** Reads to the end on a thread of its own: the end may never come. */
    private static CompletableFuture<String> read(InputStream from) {
        var text = new CompletableFuture<String>();
        Thread.ofPlatform()
                .daemon()
                .name("words of a command")
                .stackSize(128 * 1024)
                .start(() -> {
                    try (from) {
                        String head = new String(from.readNBytes(MOST_SAID), StandardCharsets.UTF_8).strip();
                        from.transferTo(OutputStream.nullOutputStream());
                        text.complete(head);
                    } catch (IOException e) {
                        text.complete("");
                    }
                });
        return text;
    }

    static Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL", "C.UTF-8");
    }
}
