package org.freshet.server.platform.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that takes connections, or did.
 *
 * @param child the same process, if this one started it: then it is known how it ended
 */
record Postmaster(ProcessHandle process, int port, @Nullable Process child) {

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    /** After a crash of the machine PostgreSQL first repeats what its log holds, up to max_wal_size. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int TRIES = 20;
    /** Processes of a PostgreSQL that was killed end by themselves within seconds, unless one is busy or stopped. */
    private static final int TRIES_BEFORE_LEFTOVERS_ARE_ENDED = 3;

    private static final int KILLED_BY_SIGNAL = 128;
    /** A process is gone a moment before its exit code is known. */
    private static final Duration EXIT_CODE_LIMIT = Duration.ofSeconds(1);

    /**
     * The one that runs on this directory, else a new one.
     *
     * @throws DatabaseUnusable if it cannot be started
     * @throws InterruptedException if this thread was interrupted; then a new one was ended again
     */
    static Postmaster running(PostgresDirectory directory) throws IOException, InterruptedException {
        var left = leftRunning(directory);
        return left.isPresent() ? left.get() : start(directory);
    }

    /** The PostgreSQL that a killed server left running on this directory. */
    static Optional<Postmaster> leftRunning(PostgresDirectory directory) throws IOException, InterruptedException {
        var left = PostmasterFile.read(directory.data()).flatMap(it -> it.process(directory.data()));
        if (left.isEmpty()) {
            return Optional.empty();
        }
        var ready = awaitReady(left.get(), directory.data());
        ready.ifPresent(it -> log.info("Found PostgreSQL running: process {}, port {}", it.pid(), it.port()));
        return ready.map(it -> new Postmaster(left.get(), it.port(), null));
    }

    static Postmaster start(PostgresDirectory directory) throws IOException, InterruptedException {
        PostmasterFile.makeHarmless(directory.data());
        var port = directory.port().get();
        for (int tries = 1; ; tries++) {
            var output = LogTail.from(directory.log());
            var child = launch(directory, port);
            if (awaitReady(child.toHandle(), directory.data()).isPresent()) {
                directory.port().keep(port);
                log.info("Started PostgreSQL: process {}, port {}", child.pid(), port);
                return new Postmaster(child.toHandle(), port, child);
            }
            var said = output.read();
            if (tries == TRIES || !(isPortTaken(said) || isStillInUse(said))) {
                throw new DatabaseUnusable(
                        "PostgreSQL does not start. It says: " + LogTail.lastWords(said),
                        "Its whole log is " + directory.log() + ".");
            }
            if (isPortTaken(said)) {
                log.warn("Port {} is taken by another program: PostgreSQL moves to another one", port);
                port = KeptPort.chosen();
            } else {
                if (tries >= TRIES_BEFORE_LEFTOVERS_ARE_ENDED) {
                    Leftovers.end(directory.data());
                }
                pause(Duration.ofSeconds(1));
            }
        }
    }

    private static boolean isPortTaken(String output) {
        return output.contains("could not bind") || output.contains("could not create any TCP/IP sockets");
    }

    private static boolean isStillInUse(String output) {
        return output.contains("is still in use");
    }

    /** In a session of its own: Ctrl-C in a terminal is for the server, which stops its database last. */
    private static Process launch(PostgresDirectory directory, int port) throws IOException {
        var arguments = new ArrayList<>(List.of("-D", directory.data().toString()));
        PostgresSettings.of(port, directory.durable()).forEach(it -> arguments.addAll(List.of("-c", it)));
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(directory.command("postgres", arguments));
        var output = ProcessBuilder.Redirect.appendTo(directory.log().toFile());
        return Command.prepared(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    /** Waits until it takes connections; empty if it ends before. */
    private static Optional<PostmasterFile> awaitReady(ProcessHandle process, Path data)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (process.isAlive()) {
                var file = PostmasterFile.read(data).filter(it -> it.isReady() && it.pid() == process.pid());
                if (file.isPresent()) {
                    return file;
                }
                if (System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new DatabaseUnusable(
                            "PostgreSQL takes no connections after " + START_LIMIT.toMinutes()
                                    + " minutes and was ended.",
                            "Look at the disk: it may be full or very slow. Nothing is lost; the next start tries again.");
                }
                pause(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
        return Optional.empty();
    }

    /** A killed process whose parent died before it, and that nobody has cleared away, does not live. */
    boolean isAlive() {
        return process.isAlive() && (child != null || !isZombie(process.pid()));
    }

    private static boolean isZombie(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException gone) {
            return true;
        }
    }

    /** How it ended, as far as that is known. */
    String end() throws InterruptedException {
        if (child == null || !child.waitFor(EXIT_CODE_LIMIT)) {
            return "how is not known";
        }
        var code = child.exitValue();
        return code > KILLED_BY_SIGNAL ? "signal " + (code - KILLED_BY_SIGNAL) : "exit code " + code;
    }

    /** Ends every session, writes what is in memory, and waits for the end. If that takes too long, the next start recovers. */
    void stop(PostgresDirectory directory) {
        if (!stops(directory, "fast", 6) && !stops(directory, "immediate", 2)) {
            log.error("PostgreSQL (process {}) does not stop; the next start adopts it", process.pid());
        }
    }

    private boolean stops(PostgresDirectory directory, String mode, int seconds) {
        var data = directory.data().toString();
        var stop = List.of("stop", "-D", data, "-m", mode, "-w", "-t", Integer.toString(seconds), "-s");
        return !isAlive() || Command.of(directory.command("pg_ctl", stop)).succeeds() || !isAlive();
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
