package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real HTCondor pool of this machine, see {@code test/htcondor/up}, with switches for its bad days. Its programs are fetched once per
 * user, which takes half a minute; a pool starts in three seconds.
 */
public final class HTCondorPool implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DOWNLOAD = Duration.ofMinutes(10);
    private static final int SLOTS = 8;

    private static @Nullable HTCondorPool shared;

    private final Path directory;
    private final int port = freePort();
    private final Thread atExit = new Thread(this::remove);

    private HTCondorPool(Path directory) {
        this.directory = directory;
    }

    /** One for all tests of this JVM, which ends with it. Whoever breaks it mends it: see {@link #mend}. */
    public static synchronized HTCondorPool shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /** One of its own. */
    public static HTCondorPool start() {
        try {
            var pool = new HTCondorPool(Files.createTempDirectory("htcondor").toRealPath());
            Runtime.getRuntime().addShutdownHook(pool.atExit);
            pool.on();
            return pool;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory of its commands. */
    public Path bin() {
        return directory.resolve("bin");
    }

    /** This JVM's variables, with its commands first on the PATH. */
    public Map<String, String> environment() {
        var environment = new TreeMap<>(System.getenv());
        environment.merge("PATH", bin().toString(), (path, bin) -> bin + ":" + path);
        return environment;
    }

    /** Makes a directory for files of tests, as private as a server's home; removed with the pool. */
    public Path newDirectory(String prefix) {
        try {
            return Files.createTempDirectory(directory, prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one of its commands prints. */
    public String run(String command, String... arguments) {
        var words = new ArrayList<>(List.of(bin().resolve(command).toString()));
        words.addAll(List.of(arguments));
        return execute(words, PATIENCE);
    }

    /** Starts all of it, with the queue that it had. */
    public void on() {
        execute(List.of(script("up"), directory.toString(), Integer.toString(port), Integer.toString(SLOTS)), DOWNLOAD);
    }

    /** Stops all of it. */
    public void off() {
        execute(List.of(script("down"), directory.toString()), PATIENCE);
    }

    /** Stops what keeps the queue; jobs that run go on. */
    public void scheddOff() {
        run("condor_off", "-fast", "-daemon", "schedd");
        Awaitility.await("the end of the schedd")
                .atMost(PATIENCE)
                .until(() -> schedds().isEmpty());
    }

    public void scheddOn() {
        run("condor_on", "-daemon", "schedd");
        awaitQueue();
    }

    /** SIGSTOP: from now on it takes connections and never answers. */
    public void scheddStop() {
        Signals.send("STOP", schedds());
    }

    public void scheddContinue() {
        Signals.send("CONT", schedds());
        awaitQueue();
    }

    /** SIGKILL. Another one is started a second or two later. */
    public void scheddKill() {
        Signals.send("KILL", schedds());
    }

    /** Waits until the queue answers. */
    public void awaitQueue() {
        Awaitility.await("an answer of the queue")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    run("condor_q", "-totals");
                    return true;
                });
    }

    /** Everything works again, and nothing is in the queue. */
    public void mend() {
        if (!Files.exists(directory.resolve("run/master.pid"))) {
            on();
        }
        Signals.send("CONT", schedds());
        if (schedds().isEmpty()) {
            scheddOn();
        }
        awaitQueue();
        Awaitility.await("an empty queue").atMost(PATIENCE).until(() -> {
            if (run("condor_q", "-allusers", "-af", "ClusterId").isEmpty()) {
                return true;
            }
            new ProcessBuilder(bin().resolve("condor_rm").toString(), "-all")
                    .start()
                    .waitFor(); // fails if all leave already
            return false;
        });
    }

    private List<ProcessHandle> schedds() {
        try {
            var pid = Long.parseLong(
                    Files.readString(directory.resolve("run/master.pid")).strip());
            return ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::children)
                    .filter(it -> it.info().command().orElse("").endsWith("/condor_schedd"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String script(String name) {
        return Directories.project().resolve("test/htcondor").resolve(name).toString();
    }

    private static String execute(List<String> words, Duration limit) {
        try {
            var out = Files.createTempFile("htcondor", ".out");
            var err = Files.createTempFile("htcondor", ".err");
            try {
                var process = new ProcessBuilder(words)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(words + " still runs after " + limit);
                }
                if (process.exitValue() != 0) {
                    throw new AssertionError(words + " failed: " + Files.readString(err));
                }
                return Files.readString(out);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove() {
        off();
        Directories.delete(directory);
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
