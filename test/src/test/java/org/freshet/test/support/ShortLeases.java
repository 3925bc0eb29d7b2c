package org.freshet.test.support;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Installations in which a silent pilot is lost after seconds, so that a test need not wait for minutes. */
public final class ShortLeases {

    /** Of a busy pilot. The shortest that is allowed is three heartbeats of 1 s and an answer time-out of 1 s. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    private static final Map<String, String> SETTINGS = Map.of(
            "FRESHET_PILOT_LEASE", LEASE.toSeconds() + "s",
            "FRESHET_PILOT_IDLE_LEASE", "6s",
            "FRESHET_PILOT_LONG_POLL", "2s",
            "FRESHET_PILOT_ANSWER_TIMEOUT", "1s",
            "FRESHET_PILOT_START_DEADLINE", "3s",
            "FRESHET_SWEEP_EVERY", "500ms",
            "FRESHET_POOL_EVERY", "1s");

    /** With which the first server starts: the site of the local pilots is made with a heartbeat of 10 s. */
    private static final Map<String, String> FIRST = Map.of(
            "FRESHET_PILOT_LEASE", "40s",
            "FRESHET_PILOT_IDLE_LEASE", "110s",
            "FRESHET_LOCAL_PILOTS", "0");

    private ShortLeases() {}

    /**
     * An installation whose server ran once.
     *
     * @param more environment variables; they win
     */
    public static Installation installation(int pilots, Map<String, String> more) throws SQLException {
        var settings = new HashMap<>(SETTINGS);
        settings.put("FRESHET_LOCAL_PILOTS", Integer.toString(pilots));
        settings.putAll(more);
        var installation = Installation.create(settings);
        installation.receivePostgres();
        try (var server = RunningServer.of(installation, installation.start("exec bin/freshet-server", FIRST));
                var database = server.database();
                var statement = database.createStatement()) {
            statement.executeUpdate("update site set heartbeat_s = 1, kill_grace_s = 1, version = version + 1");
        } catch (SQLException | RuntimeException | Error e) {
            installation.close();
            throw e;
        }
        return installation;
    }
}
