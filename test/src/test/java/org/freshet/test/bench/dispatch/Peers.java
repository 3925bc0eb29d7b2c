package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.freshet.test.support.Directories;

/**
 * Fetches the peers when they are first measured, into {@code target/bench/peers}: the Node packages by npm, the Java libraries by
 * Maven. One that cannot be had is left out, and the table says so and why.
 */
final class Peers {

    static final List<String> NAMES =
            List.of("graphile-worker", "graphile-worker, batched", "pg-boss, batch 500", "db-scheduler", "JobRunr");

    private static final List<String> FILES = List.of(
            "package.json",
            "peers.pom.xml",
            "common.mjs",
            "graphile-worker.mjs",
            "pg-boss.mjs",
            "DbSchedulerPeer.java",
            "JobRunrPeer.java");

    private final BenchPostgres postgres;
    private final Predicate<String> wanted;
    private final Path directory = Path.of("target", "bench", "peers").toAbsolutePath();
    private final List<String> missing = new ArrayList<>();

    /** @param wanted by name */
    Peers(BenchPostgres postgres, Predicate<String> wanted) {
        this.postgres = postgres;
        this.wanted = wanted;
    }

    /** Which ones are not there, and why. */
    List<String> missing() {
        return missing;
    }

    /** @param slow also those that need many seconds for a few jobs */
    List<Contestant> all(boolean slow) throws Exception {
        Files.createDirectories(directory);
        for (var file : FILES) {
            copy(file);
        }
        var all = new ArrayList<Contestant>();
        if (fetched("graphile-worker and pg-boss", npm())) {
            add(
                    all,
                    "graphile-worker",
                    "24 jobs at once; 2 transitions, row deleted",
                    3000,
                    100,
                    node("graphile-worker", "graphile", "each"));
            add(
                    all,
                    "graphile-worker, batched",
                    "localQueue 500, completions batched; 2 transitions, row deleted",
                    25_000,
                    100,
                    node("graphile-worker", "graphile_batched", "batched"));
            add(
                    all,
                    "pg-boss, batch 500",
                    "4 loops fetch(500) + complete; 2 transitions, row kept",
                    20_000,
                    100,
                    node("pg-boss", "pg_boss", "batched"));
        }
        if (fetched("db-scheduler and JobRunr", maven())) {
            add(
                    all,
                    "db-scheduler",
                    "lock-and-fetch, 50 threads; 2 transitions, row deleted",
                    3000,
                    100,
                    java("DbSchedulerPeer", "db_scheduler"));
            if (slow) {
                add(
                        all,
                        "JobRunr",
                        "64 workers, poll 5 s (its least); 3 transitions, row kept",
                        800,
                        5000,
                        java("JobRunrPeer", "jobrunr"));
            }
        }
        return all;
    }

    private interface Start {
        Worker get() throws Exception;
    }

    private void add(List<Contestant> all, String name, String does, int guess, int fewest, Start start)
            throws Exception {
        if (!wanted.test(name)) {
            return;
        }
        try {
            all.add(new Peer(postgres, name, does, guess, fewest, start.get()));
        } catch (IOException | IllegalStateException e) {
            missing.add(name + ": it does not start: " + e.getMessage());
        }
    }

    private boolean fetched(String what, ProcessBuilder command) throws Exception {
        var log = directory.resolve(command.command().getFirst().replaceAll(".*/", "") + ".log");
        try {
            var code = command.directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (code == 0) {
                return true;
            }
            missing.add(what + ": cannot be fetched: " + command.command() + " ended with " + code + ", see " + log);
        } catch (IOException e) {
            missing.add(what + ": cannot be fetched: " + e.getMessage());
        }
        return false;
    }

    private static ProcessBuilder npm() {
        return new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--prefer-offline");
    }

    private static ProcessBuilder maven() {
        var maven = Directories.project().resolve("bin/maven").toString();
        return new ProcessBuilder(
                maven, "--quiet", "-f", "peers.pom.xml", "dependency:build-classpath", "-Dmdep.outputFile=classpath");
    }

    private Start node(String program, String database, String how) {
        return () -> {
            var node = directory.resolve("node_modules/node/bin/node");
            var command = new ProcessBuilder(
                    Files.isExecutable(node) ? node.toString() : "node",
                    program + ".mjs",
                    BenchPostgres.uri(postgres.create(database)),
                    how);
            return Worker.of(database, command.directory(directory.toFile()));
        };
    }

    /** The program is compiled when it is started: what it needs may not be there when everything else is built. */
    private Start java(String program, String database) {
        return () -> {
            var at = postgres.create(database);
            var command = new ProcessBuilder(
                    Worker.javaProgram(),
                    "-XX:+UseSerialGC",
                    "-Xmx1g",
                    "-cp",
                    Files.readString(directory.resolve("classpath")).strip(),
                    program + ".java",
                    at.url(),
                    at.user(),
                    at.password());
            return Worker.of(database, command.directory(directory.toFile()));
        };
    }

    private void copy(String file) {
        try (var from = Objects.requireNonNull(Peers.class.getResourceAsStream("/bench/peers/" + file), file)) {
            Files.copy(from, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
