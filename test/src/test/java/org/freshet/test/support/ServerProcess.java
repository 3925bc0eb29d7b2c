package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Summary;

/** The server as its users start it: a process of its own with its PostgreSQL and its local pilots. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path home;
    private final boolean ownHome;
    private final URI url;

    private ServerProcess(Process process, Path home, boolean ownHome, URI url) {
        this.process = process;
        this.home = home;
        this.ownHome = ownHome;
        this.url = url;
    }

    /** A server on a new home, which it leaves with the end; returns when it can take jobs. */
    public static ServerProcess start(int pilots) {
        try {
            return launch(Files.createTempDirectory("freshet-server"), true, pilots)
                    .awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server on a home that stays; returns when it can take jobs. */
    public static ServerProcess start(Path home, int pilots) {
        return launch(home, false, pilots).awaitReady();
    }

    /** A server on a home that stays; returns at once. */
    public static ServerProcess launch(Path home, int pilots) {
        return launch(home, false, pilots);
    }

    private static ServerProcess launch(Path home, boolean ownHome, int pilots) {
        var root = Directories.project();
        var port = freePort();
        var builder = new ProcessBuilder(root.resolve("bin/freshet-server").toString())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("console").toFile());
        builder.environment().keySet().removeIf(it -> it.startsWith("FRESHET_"));
        builder.environment().put("FRESHET_HOME", home.toString());
        builder.environment().put("FRESHET_PORT", Integer.toString(port));
        builder.environment().put("FRESHET_LOCAL_PILOTS", Integer.toString(pilots));
        try {
            return new ServerProcess(builder.start(), home, ownHome, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess awaitReady() {
        await("server.json").until(() -> Files.exists(home.resolve("server.json")));
        return this;
    }

    /** Returns when the overview was answered. */
    public void awaitFirstPage() {
        await("the first page")
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> new Api(url, null).get("/").status() == 200);
    }

    /** Returns when this many pilots wait for a job. */
    public void awaitIdlePilots(int pilots) {
        await(pilots + " idle pilots").pollInterval(Duration.ofMillis(50)).until(() -> {
            var idle = api().get("/api/v1/summary").as(Summary.class).pilots().get(PilotState.IDLE);
            return idle != null && idle == pilots;
        });
    }

    private ConditionFactory await(String what) {
        return Awaitility.await(what + " of the server in " + home)
                .atMost(PATIENCE)
                .failFast("the server ended, see " + home.resolve("console"), () -> !process.isAlive());
    }

    public Api api() {
        try {
            return new Api(url, Files.readString(home.resolve("admin.token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return url;
    }

    public Path home() {
        return home;
    }

    /** Resident memory of the server, and of its PostgreSQL's processes their share, in MB of 10^6 bytes. */
    public double residentMb() {
        var postgres = process.descendants()
                .filter(it -> it.info().command().orElse("").endsWith("/postgres"));
        return (kilobytes(process.pid(), "Rss:")
                        + postgres.mapToLong(it -> kilobytes(it.pid(), "Pss:")).sum())
                * 1024
                / 1e6;
    }

    private static long kilobytes(long pid, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(it -> it.startsWith(field))
                    .mapToLong(it -> Long.parseLong(it.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // it ended meanwhile
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (ownHome) {
            Directories.delete(home);
        }
    }
}
