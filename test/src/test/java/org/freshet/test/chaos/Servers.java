package org.freshet.test.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.PilotDetour;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShortLeases;
import org.freshet.test.support.TcpProxy;

/**
 * The servers of a run, what they need, and pilots that reach each of them through a proxy. A lone server has its PostgreSQL and its
 * pilots with it, as it is shipped; several share a PostgreSQL, and their pilots are nobody's, as in production.
 */
final class Servers implements AutoCloseable {

    /** As many are wanted at any time, and may be there. */
    static final int PILOTS = 4;

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    private final Installation installation;
    private final List<TcpProxy> proxies = new ArrayList<>();
    private final List<KeptServer> all = new ArrayList<>();
    private final List<Api> apis = new ArrayList<>();
    /** What is closed, the last first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Servers(Installation installation) {
        this.installation = installation;
    }

    /** One, or several, for chaos; returns when all are ready. */
    static Servers start(int count) throws SQLException {
        return count == 1
                ? start(ShortLeases.installation(PILOTS, Map.of()), Servers::startAlone)
                : start(
                        ShortLeases.installation(0, Map.of("FRESHET_POOL_ENABLED", "false")),
                        it -> it.startTogether(count, PILOTS));
    }

    /**
     * Several, without pilots.
     *
     * @param more environment variables for all of them
     */
    static Servers startTogether(int count, Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("FRESHET_POOL_ENABLED", "false");
        var installation = Installation.create(settings);
        RunningServer.start(installation).close();
        return start(installation, it -> it.startTogether(count, 0));
    }

    private static Servers start(Installation installation, Consumer<Servers> start) {
        var servers = new Servers(installation);
        try {
            Files.createDirectory(servers.data());
            start.accept(servers);
            servers.all.forEach(it -> it.awaitReady(STARTS_WITHIN));
            return servers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            servers.close();
            installation.close();
            throw e;
        }
    }

    /** Where files pass between the jobs of workflows. */
    private Path data() {
        return installation.directory().resolve("data");
    }

    private void startAlone() {
        var proxy = addProxy(installation.port());
        var jar = PilotDetour.jar(installation.directory(), proxy.url());
        add(
                installation.port(),
                Map.of("FRESHET_PUBLIC_URL", proxy.url().toString(), "FRESHET_LOCAL_PILOT_JAR", jar.toString()));
    }

    private void startTogether(int count, int pilots) {
        var postgres = KeptPostgres.of(installation);
        open.push(postgres);
        for (int n = 0; n < count; n++) {
            var port = n == 0 ? installation.port() : Installation.freePort();
            var settings = new HashMap<>(postgres.settings());
            settings.put("FRESHET_PUBLIC_URL", addProxy(port).url().toString());
            settings.put("FRESHET_PORT", Integer.toString(port));
            if (n > 0) {
                settings.put("FRESHET_HOME", installation.directory() + "/home-" + n);
            }
            add(port, settings);
        }
        open.push(new KeptPilots(installation, proxies, pilots));
    }

    private TcpProxy addProxy(int port) {
        var proxy = TcpProxy.to(port);
        open.push(proxy);
        proxies.add(proxy);
        return proxy;
    }

    private void add(int port, Map<String, String> settings) {
        var more = new HashMap<>(settings);
        more.put("FRESHET_WORKFLOW_DATA_DIRECTORY", data().toString());
        var server = KeptServer.start(installation, more);
        open.push(server);
        all.add(server);
        apis.add(new Api(URI.create("http://127.0.0.1:" + port), installation.secret("admin.token")));
    }

    Installation installation() {
        return installation;
    }

    List<KeptServer> all() {
        return List.copyOf(all);
    }

    /** Between pilots and servers. */
    List<TcpProxy> proxies() {
        return List.copyOf(proxies);
    }

    /** The API of each, past the proxies. */
    List<Api> apis() {
        return List.copyOf(apis);
    }

    /** How often each was started. */
    List<Integer> starts() {
        return all.stream().map(KeptServer::starts).toList();
    }

    /** Stops pilots, servers and what they needed, in order. The installation is still there. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("The servers could not be stopped in order", e);
            }
        }
    }
}
