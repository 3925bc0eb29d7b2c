package org.freshet.test.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.PilotDetour;
import org.freshet.test.support.ShortLeases;
import org.freshet.test.support.TcpProxy;

/**
 * One run: a server, its PostgreSQL and four pilots that reach it through a proxy work on a thousand jobs a minute while
 * faults strike; then everything settles, and the {@link Checker} looks at what is left. Jobs and faults follow from the
 * seed; which process a fault meets in the middle of what depends on the machine.
 */
final class Chaos {

    private static final int PILOTS = 4;
    private static final int JOBS_PER_MINUTE = 1000;
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(4);
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Duration during;
    private final long seed;
    private final PrintStream out;

    Chaos(Duration during, long seed, PrintStream out) {
        this.during = during;
        this.seed = seed;
        this.out = out;
    }

    /** @param arguments seconds, and the seed if it is to be a certain one */
    public static void main(String[] arguments) throws IOException, SQLException {
        var seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : anySeed();
        var chaos = new Chaos(Duration.ofSeconds(Long.parseLong(arguments[0])), seed, System.out);
        System.exit(chaos.run().isEmpty() ? 0 : 1);
    }

    static long anySeed() {
        return Math.floorMod(System.nanoTime(), 1_000_000);
    }

    /** How to see the same again. */
    String replay() {
        return "replay: make chaos SECONDS=" + during.toSeconds() + " SEED=" + seed;
    }

    /** Empty if nothing was lost, doubled or left behind. */
    List<Violation> run() throws IOException, SQLException {
        out.println(replay());
        try (var installation = ShortLeases.installation(PILOTS, Map.of());
                var proxy = TcpProxy.to(installation.port())) {
            var evidence = new Play(installation, proxy).evidence();
            var violations = Checker.violations(evidence);
            out.println("jobs " + evidence.ledger().countByState() + ", attempts "
                    + evidence.ledger().countByResult() + ", payloads started "
                    + evidence.effects().runs().size());
            violations.forEach(out::println);
            if (!violations.isEmpty()) {
                out.println("logs: " + KeptLogs.keep(installation, "seed-" + seed));
            }
            out.println((violations.isEmpty() ? "nothing was lost or doubled; " : violations.size() + " violations; ")
                    + replay());
            return violations;
        }
    }

    /** The run itself, on an installation of its own. */
    private final class Play {

        private final Installation installation;
        private final TcpProxy proxy;
        private final Victims victims;
        private final Path effects;
        private final Api api;
        private int submitted;

        Play(Installation installation, TcpProxy proxy) {
            this.installation = installation;
            this.proxy = proxy;
            this.victims = new Victims(installation);
            this.effects = installation.directory().resolve("effects");
            this.api =
                    new Api(URI.create("http://127.0.0.1:" + installation.port()), installation.secret("admin.token"));
        }

        Evidence evidence() throws IOException, SQLException {
            var settings = Map.of(
                    "FRESHET_PUBLIC_URL", proxy.url().toString(),
                    "FRESHET_LOCAL_PILOT_JAR",
                            PilotDetour.jar(installation.directory(), proxy.url())
                                    .toString());
            Set<Long> acknowledged;
            Ledger ledger;
            List<String> left;
            try (var server = KeptServer.start(installation, settings)) {
                Awaitility.await().atMost(STARTS_WITHIN).until(server::isReady);
                limit();
                acknowledged = submitUnderFaults(server);
                awaitOrGoOn(SETTLES_WITHIN, "every job has ended", new Settling());
                awaitOrGoOn(
                        LONGEST_STANDSTILL,
                        "no payload runs",
                        () -> victims.describedPayloads().isEmpty());
                victims.rememberGuardians();
                left = victims.describedPayloads();
                ledger = ledger();
                out.println("the server was started " + server.starts() + " times");
            }
            awaitOrGoOn(ENDS_WITHIN, "no process is left", () -> victims.left().isEmpty());
            left.addAll(victims.left());
            return new Evidence(ledger, SideEffects.read(effects), acknowledged, submitted, left);
        }

        private void limit() throws SQLException {
            try (var database = installation.database();
                    var statement =
                            database.prepareStatement("insert into job_type (name, max_running) values (?, ?)")) {
                statement.setString(1, Workload.LIMITED);
                statement.setInt(2, Workload.LIMIT);
                statement.executeUpdate();
            }
        }

        private Set<Long> submitUnderFaults(KeptServer server) {
            var count = Math.toIntExact(JOBS_PER_MINUTE * during.toSeconds() / 60);
            var jobs = Workload.jobs(seed, count, effects);
            submitted = jobs.size();
            try (var strikes = new Strikes(server, victims, proxy, out)) {
                strikes.schedule(Fault.schedule(seed, during));
                var acknowledged = new Submitter(api).submit(jobs, during);
                strikes.awaitAll();
                return acknowledged;
            }
        }

        /** All tables at one moment. */
        private Ledger ledger() throws SQLException {
            try (var database = installation.database()) {
                database.setAutoCommit(false);
                database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                return Ledger.read(database);
            }
        }

        /** What does not come true is found by the checker, with the facts. */
        private void awaitOrGoOn(Duration patience, String what, Callable<Boolean> condition) {
            try {
                Awaitility.await()
                        .atMost(patience)
                        .ignoreExceptionsInstanceOf(SQLException.class)
                        .until(condition);
            } catch (ConditionTimeoutException e) {
                out.println("After " + patience + " it was not so that " + what + ".");
            }
        }

        /** True when every job has ended, or when none has for long: a slow machine is no fault, a standstill is. */
        private final class Settling implements Callable<Boolean> {

            private long open = Long.MAX_VALUE;
            private long since = System.nanoTime();

            @Override
            public Boolean call() throws SQLException {
                try (var database = installation.database();
                        var statement = database.createStatement();
                        var row = statement.executeQuery("select count(*) from job where ended_at is null")) {
                    var now = row.next() ? row.getLong(1) : open;
                    if (now < open) {
                        open = now;
                        since = System.nanoTime();
                    }
                }
                return open == 0 || System.nanoTime() - since > LONGEST_STANDSTILL.toNanos();
            }
        }
    }
}
