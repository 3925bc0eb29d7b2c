package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolStanding;
import org.jspecify.annotations.Nullable;

/**
 * A server whose pilots are jobs of a real HTCondor pool, and what can be seen of both. Pilots run on the Java of the tests, which
 * spares each slot the unpacking of one.
 */
public final class CondorFarm implements AutoCloseable {

    /** Submits pilots itself, a second after they are wanted. */
    public static final Map<String, String> OWN_HANDS =
            Map.of("FRESHET_HTCONDOR_ENABLED", "true", "FRESHET_HTCONDOR_EVERY", "1s");

    private static @Nullable CondorFarm shared;

    private final HTCondorPool pool;
    private final Path bin;
    private final Installation installation;
    private final RunningServer server;
    private final List<String> sites = new ArrayList<>();

    private CondorFarm(HTCondorPool pool, Path bin, Installation installation, RunningServer server) {
        this.pool = pool;
        this.bin = bin;
        this.installation = installation;
        this.server = server;
    }

    /**
     * One for all tests of this JVM, which ends with it: submits pilots itself, removes held ones after 8 s, has one local pilot.
     * Each test adds sites of its own, and {@link #endSites ends} them.
     */
    public static synchronized CondorFarm shared() throws SQLException {
        if (shared == null) {
            var settings = new HashMap<>(OWN_HANDS);
            settings.put("FRESHET_POOL_RULES_HELDFOR", "8s"); // long enough for a look
            settings.put("FRESHET_LOCAL_PILOTS", "1");
            shared = start(settings);
        }
        return shared;
    }

    /** @param settings environment variables of the server */
    public static CondorFarm start(Map<String, String> settings) throws SQLException {
        return start(settings, "exec bin/freshet-server");
    }

    /**
     * With a way of starting the server.
     *
     * @param settings environment variables of the server
     * @param command a shell's, which becomes the server
     */
    public static CondorFarm start(Map<String, String> settings, String command) throws SQLException {
        var pool = HTCondorPool.shared();
        var templates = pool.newDirectory("templates");
        var bin = templates.resolve("bin");
        var all = new HashMap<>(Map.of(
                "FRESHET_HTCONDOR_BIN",
                bin.toString(),
                "FRESHET_HTCONDOR_TEMPLATE",
                templates.resolve("pilot.sub").toString(),
                // not transferred to any slot
                "FRESHET_HTCONDOR_PACKED",
                templates.resolve("pilot.sub").toString()));
        all.putAll(settings);
        writeTemplate(templates.resolve("pilot.sub"));
        install(bin, pool);
        var installation = ShortLeases.installation(0, all);
        return new CondorFarm(pool, bin, installation, RunningServer.of(installation, installation.start(command)));
    }

    private static void install(Path bin, HTCondorPool pool) {
        try {
            Files.createSymbolicLink(bin, pool.bin());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** HTCondor's programs are gone from the server's machine; its daemons run on. */
    public void uninstall() throws IOException {
        Files.delete(bin);
    }

    /** They are there again. */
    public void install() {
        install(bin, pool);
    }

    private static void writeTemplate(Path file) {
        try {
            var dist = Directories.project().resolve("target/dist");
            var java = Files.readString(dist.resolve("built-with")).strip();
            var shipped = Files.readString(Directories.project().resolve("deploy/htcondor/pilot.sub"));
            Files.writeString(
                    file,
                    shipped.replace("= @SECRET@, @PACKAGE@", "= @SECRET@")
                            .replace(
                                    "getenv     ",
                                    "environment = \"JAVA_HOME=" + java + " FRESHET_PILOT_JAR="
                                            + dist.resolve("pilot.jar") + "\"\ngetenv     "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HTCondorPool pool() {
        return pool;
    }

    public Installation installation() {
        return installation;
    }

    public RunningServer server() {
        return server;
    }

    /** The submit template, which may be edited. */
    public Path template() {
        return Path.of(installation.setting("FRESHET_HTCONDOR_TEMPLATE"));
    }

    /**
     * Adds a site of HTCondor whose pilots follow demand.
     *
     * @param options of {@code freshet site add}
     */
    public void add(String site, String options) {
        freshet("site add " + site + " --batch htcondor --mode demand --heartbeat 1s --kill-grace 1s " + options);
        sites.add(site);
    }

    /** Runs a command that must succeed; what it prints. */
    public String freshet(String command) {
        return installation.run("bin/freshet " + command).successful().out();
    }

    public PoolStanding standing(String site) {
        return server.api().get("/api/v1/pool/" + site).as(PoolStanding.class);
    }

    /**
     * What the database has of a pilot.
     *
     * @param batchState what the batch system last said of its slot
     */
    public record Pilot(
            long id,
            String state,
            @Nullable String reason,
            @Nullable String batchId,
            @Nullable String batchState,
            @Nullable Integer holdCode,
            @Nullable String holdReason,
            @Nullable String holdAdvice,
            long pid,
            boolean ended) {}

    /** Every pilot of a site, oldest first. */
    public List<Pilot> pilots(String site) throws SQLException {
        var pilots = new ArrayList<Pilot>();
        try (var database = installation.database();
                var statement = database.prepareStatement("select * from pilot where site = ? order by id")) {
            statement.setString(1, site);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    pilots.add(new Pilot(
                            row.getLong("id"),
                            row.getString("state"),
                            row.getString("reason"),
                            row.getString("batch_id"),
                            row.getString("batch_state"),
                            row.getObject("hold_code", Integer.class),
                            row.getString("hold_reason"),
                            row.getString("hold_advice"),
                            row.getLong("pid"),
                            row.getTimestamp("ended_at") != null));
                }
            }
        }
        return pilots;
    }

    /** The calculations of a site that are on record, oldest first. */
    public List<PoolRun> ledger(String site) throws SQLException {
        var runs = new ArrayList<PoolRun>();
        try (var database = installation.database();
                var statement = database.prepareStatement(
                        "select data from service_log"
                                + " where service = 'pool' and data->>'site' = ? and data->>'outcome' is not null order by id")) {
            statement.setString(1, site);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    runs.add(Api.JSON.readValue(row.getString(1), PoolRun.class));
                }
            }
        }
        return runs;
    }

    /** What the service log says since a time, oldest first. */
    public List<String> said(Instant since) throws SQLException {
        var said = new ArrayList<String>();
        try (var database = installation.database();
                var statement =
                        database.prepareStatement("select message from service_log where at >= ? order by id")) {
            statement.setObject(1, since.atOffset(ZoneOffset.UTC));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    said.add(row.getString(1));
                }
            }
        }
        return said;
    }

    /** The jobs of a site that are in HTCondor's queue, whatever their state: {@code CLUSTER.PROC}. */
    public List<String> queue(String site) {
        return pool.run(
                        "condor_q",
                        "-allusers",
                        "-constraint",
                        "FreshetSite =?= \"" + site + "\"",
                        "-format",
                        "%d.",
                        "ClusterId",
                        "-format",
                        "%d\n",
                        "ProcId")
                .lines()
                .toList();
    }

    /** Every site that was added ends, and the pool works again. */
    public void endSites() {
        sites.forEach(it -> freshet("site pause " + it + " --reason done"));
        sites.clear();
        pool.mend();
    }

    @Override
    public void close() {
        try {
            server.close();
        } finally {
            installation.close();
            pool.mend();
        }
    }
}
