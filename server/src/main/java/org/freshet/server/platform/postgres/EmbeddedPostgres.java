package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A PostgreSQL of one's own, in one directory: {@code pg/} holds the data, {@code db.password} the password, {@code pg.port}
 * the port, {@code log/postgresql.log} its log. It listens on 127.0.0.1 only and asks for the password.
 *
 * <p>It outlives a process that is killed, and the next one adopts it. When it ends by itself it is started again, as often
 * as it takes. At most one process has it: a lock is taken before anything else.
 */
public final class EmbeddedPostgres implements PostgresServer {

    private final PostgresDirectory directory;
    private final ProcessLock lock;
    private final PostgresWatch watch;

    private EmbeddedPostgres(PostgresDirectory directory, ProcessLock lock, Postmaster postmaster) {
        this.directory = directory;
        this.lock = lock;
        this.watch = new PostgresWatch(directory, postmaster);
    }

    /**
     * Starts it, or adopts the one that runs in this directory; returns when it takes connections.
     *
     * @param home is made if it is missing
     * @throws ProcessLock.Held if another process has it
     * @throws DatabaseUnusable if it cannot be started
     */
    public static EmbeddedPostgres start(Path home, PostgresOptions options) {
        var lock = ProcessLock.take(home.resolve("pg.lock"));
        try {
            // PostgreSQL reports real paths, and relative ones would depend on where the server was started.
            var directory = new PostgresDirectory(home.toRealPath(), options);
            return new EmbeddedPostgres(directory, lock, running(directory));
        } catch (IOException e) {
            lock.close();
            throw new DatabaseUnusable(
                    "PostgreSQL cannot be started in %s: %s".formatted(home, e.getMessage()),
                    "Check that the directory can be written and that its disk has room.",
                    e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Postmaster running(PostgresDirectory directory) throws IOException {
        try {
            directory.checkUsable();
            var left = Postmaster.leftRunning(directory);
            if (left.isPresent()) {
                return left.get();
            }
            directory.initialise();
            return Postmaster.start(directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PostgreSQL was starting", e);
        }
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + watch.postmaster().port() + "/freshet";
    }

    /** The owner of the database, not a superuser. The superuser is {@code postgres}, with the same password. */
    @Override
    public String user() {
        return "freshet";
    }

    @Override
    public String password() {
        try {
            return directory.password();
        } catch (IOException e) {
            throw new DatabaseUnusable(
                    "The password of the database cannot be read: " + e.getMessage(),
                    "Restart the server with its PostgreSQL stopped: it makes a new one.",
                    e);
        }
    }

    /** The process id of PostgreSQL. */
    public long pid() {
        return watch.postmaster().process().pid();
    }

    public boolean isRunning() {
        return watch.postmaster().isAlive();
    }

    /** Known only a moment after its end, and told only when a restart takes longer than usual. */
    @Override
    public boolean isAway() {
        return watch.isLongAway();
    }

    @Override
    public void whenStartedAgain(Consumer<PostgresRestart> listener) {
        watch.tell(listener);
    }

    /** Ends PostgreSQL at once, with the processes of its sessions; the next start recovers what was committed. */
    public void kill() {
        watch.letItEnd();
        var process = watch.postmaster().process();
        var sessions = process.children().toList();
        process.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
    }

    /** Stops PostgreSQL within 8 seconds; what was committed is kept. */
    @Override
    public void close() {
        try {
            watch.close();
        } finally {
            lock.close();
        }
    }
}
