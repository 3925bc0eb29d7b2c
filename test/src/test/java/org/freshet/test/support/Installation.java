package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Freshet as its users have it: the commands of the project's root with a {@code FRESHET_HOME} and a {@code FRESHET_PORT} of
 * their own. Closing it ends every process of that home and removes it; so does the end of this JVM.
 */
public final class Installation implements AutoCloseable {

    private final Path directory;
    private final Path home;
    private final int port = freePort();
    private final Map<String, String> settings;
    private final HomeProcesses processes;
    private final Thread atExit = new Thread(this::remove);

    private Installation(Path directory, Map<String, String> settings) {
        this.directory = directory;
        this.home = directory.resolve("home");
        this.settings = new TreeMap<>(settings);
        this.processes = new HomeProcesses(directory);
    }

    /** An installation whose server never ran. */
    public static Installation create() {
        return create(Map.of());
    }

    /** @param settings environment variables for all its commands */
    public static Installation create(Map<String, String> settings) {
        if (!Files.exists(Directories.project().resolve("target/dist/built-with"))) {
            throw new AssertionError("There is nothing to test: run bin/build first (make test does).");
        }
        try {
            var directory = Files.createTempDirectory("freshet-e2e").toRealPath();
            var installation = new Installation(directory, settings);
            Runtime.getRuntime().addShutdownHook(installation.atExit);
            return installation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port on which nobody listens at this moment. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory for the test's own files; removed with the installation. */
    public Path directory() {
        return directory;
    }

    public Path home() {
        return home;
    }

    public int port() {
        return port;
    }

    /** One of its environment variables. */
    public String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    /** Gives a command to a shell in the project's root. */
    public ShellCommand start(String command) {
        return start(command, Map.of());
    }

    /** @param more environment variables for this command alone */
    public ShellCommand start(String command, Map<String, String> more) {
        var builder = new ProcessBuilder().directory(Directories.project().toFile());
        var environment = builder.environment();
        // What make tells its children would change what a make of theirs does.
        environment.keySet().removeIf(it -> it.startsWith("FRESHET_") || it.startsWith("MAKE") || it.equals("MFLAGS"));
        environment.put("FRESHET_HOME", home.toString());
        environment.put("FRESHET_CONFIG", "/dev/null");
        environment.put("FRESHET_PORT", Integer.toString(port));
        environment.putAll(settings);
        environment.putAll(more);
        return ShellCommand.start(builder, command, directory);
    }

    /** Runs a command to its end. */
    public ShellCommand.Ended run(String command) {
        return start(command).ended();
    }

    /**
     * Links PostgreSQL's programs into the home as a first start would have unpacked them, which takes seconds, if a
     * {@link TestDatabase} has unpacked them already.
     */
    void receivePostgres() {
        run("""
            umask 077
            mkdir -p "$FRESHET_HOME" && cd test/target/postgres 2>/dev/null || exit 0
            for programs in postgres-*[0-9]; do
              [ -d "$programs" ] && [ ! -e "$FRESHET_HOME/$programs" ] || continue
              cp -al "$programs" "$FRESHET_HOME/linked" && mv "$FRESHET_HOME/linked" "$FRESHET_HOME/$programs" ||
                rm -rf "$FRESHET_HOME/linked"
            done""");
    }

    /** Writes a file of the test's own. */
    public Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content of a small file in the home. */
    public String secret(String file) {
        try {
            return Files.readString(home.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection to its PostgreSQL, which may run without a server. */
    public Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + secret("pg.port") + "/freshet", "freshet", secret("db.password"));
    }

    /** Every process of this installation: servers, databases, pilots, payloads, commands. */
    public List<ProcessHandle> processes() {
        return processes.alive();
    }

    /** For a message: what {@link #processes} are. */
    public List<String> describedProcesses() {
        return processes().stream().map(HomeProcesses::describe).toList();
    }

    /** The end of the server's log. */
    public String serverLog(int lines) {
        var log = home.resolve("log/server.log");
        try {
            var all = Files.exists(log) ? Files.readAllLines(log) : List.of("(there is none)");
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(cannot be read: " + e + ")";
        }
    }

    private void remove() {
        processes.end();
        Directories.delete(directory);
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
