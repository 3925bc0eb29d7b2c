package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A command that a test gave to {@code /bin/sh}, as the leader of a session of its own; its output is kept in files. */
public final class ShellCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String text;
    private final Process process;
    private final Path out;
    private final Path err;

    private ShellCommand(String text, Process process, Path out, Path err) {
        this.text = text;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** How a command ended, and what it said. */
    public record Ended(String command, int exitCode, String out, String err) {

        /** Itself, if it exited with 0. */
        public Ended successful() {
            if (exitCode != 0) {
                throw new AssertionError("not 0: " + this);
            }
            return this;
        }
    }

    /** @param builder says where and with which environment */
    static ShellCommand start(ProcessBuilder builder, String text, Path logs) {
        try {
            var out = Files.createTempFile(logs, "out", ".txt");
            var err = Files.createTempFile(logs, "err", ".txt");
            // A background process of a shell ignores SIGINT, and so would all that it starts: env takes that back.
            builder.command("setsid", "env", "--default-signal=INT,QUIT", "/bin/sh", "-c", text)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            return new ShellCommand(text, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Process process() {
        return process;
    }

    /** What it has written to standard output so far. */
    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** Sends a signal to it and to all that it started, as a terminal does with Ctrl-C. */
    public void signalGroup(String signal) {
        try {
            int code = new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " -- -" + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("no process took SIG" + signal + ": " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for its end. */
    public Ended ended() {
        return ended(PATIENCE);
    }

    public Ended ended(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still runs after " + atMost + ": " + this);
            }
            return new Ended(text, process.exitValue(), out(), err());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "%s%n--- standard output%n%s%n--- standard error%n%s".formatted(text, out(), err());
    }
}
