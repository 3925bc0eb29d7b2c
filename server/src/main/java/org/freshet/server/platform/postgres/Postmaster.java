package org.freshet.server.platform.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that runs and takes connections. */
record Postmaster(ProcessHandle process, int port) {

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    /** After a crash of the machine PostgreSQL first repeats what its log holds, up to max_wal_size. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int TRIES = 20;

    /** The PostgreSQL that a killed server left running on this directory. */
    static Optional<Postmaster> leftRunning(PostgresDirectory directory) throws IOException {
        var left = PostmasterFile.read(directory.data()).flatMap(it -> it.process(directory.data()));
        if (left.isEmpty()) {
            return Optional.empty();
        }
        var postmaster = awaitReady(left.get(), directory.data());
        postmaster.ifPresent(
                it -> log.info("Found PostgreSQL running: process {}, port {}", it.process.pid(), it.port));
        return postmaster;
    }

    static Postmaster start(PostgresDirectory directory) throws IOException {
        PostmasterFile.makeHarmless(directory.data());
        var port = directory.port().get();
        for (int tries = 1; ; tries++) {
            var output = LogTail.from(directory.log());
            var started = awaitReady(launch(directory, port), directory.data());
            if (started.isPresent()) {
                directory.port().keep(port);
                log.info(
                        "Started PostgreSQL: process {}, port {}",
                        started.get().process.pid(),
                        port);
                return started.get();
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
                pause(Duration.ofSeconds(1));
            }
        }
    }

    private static boolean isPortTaken(String output) {
        return output.contains("could not bind") || output.contains("could not create any TCP/IP sockets");
    }

    /** Processes of a PostgreSQL that was killed end within seconds after it, but not at once. */
    private static boolean isStillInUse(String output) {
        return output.contains("is still in use");
    }

    /** In a session of its own: Ctrl-C in a terminal is for the server, which stops its database last. */
    private static ProcessHandle launch(PostgresDirectory directory, int port) throws IOException {
        var arguments = new ArrayList<>(List.of("-D", directory.data().toString()));
        PostgresSettings.of(port, directory.durable()).forEach(it -> arguments.addAll(List.of("-c", it)));
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(directory.command("postgres", arguments));
        var output = ProcessBuilder.Redirect.appendTo(directory.log().toFile());
        return Command.prepared(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start()
                .toHandle();
    }

    /** Waits until it takes connections; empty if it ends before. */
    private static Optional<Postmaster> awaitReady(ProcessHandle process, Path data) throws IOException {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive()) {
            var file = PostmasterFile.read(data).filter(it -> it.ready() && it.pid() == process.pid());
            if (file.isPresent()) {
                return Optional.of(new Postmaster(process, file.get().port()));
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new DatabaseUnusable(
                        "PostgreSQL takes no connections after " + START_LIMIT.toMinutes() + " minutes and was ended.",
                        "Look at the disk: it may be full or very slow. Nothing is lost; the next start tries again.");
            }
            pause(LOOK_EVERY);
        }
        return Optional.empty();
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
        return !process.isAlive()
                || Command.of(directory.command("pg_ctl", stop)).succeeds()
                || !process.isAlive();
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PostgreSQL was starting", e);
        }
    }
}
