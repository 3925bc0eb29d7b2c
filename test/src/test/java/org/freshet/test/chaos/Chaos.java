package org.freshet.test.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.freshet.test.support.Installation;
import org.freshet.test.support.ShortLeases;

/**
 * One run: a server or several, a PostgreSQL and four pilots work on a thousand jobs a minute while faults strike and people
 * meddle; then everything settles, and the {@link Checker} looks at what is left. Jobs and faults follow from the
 * seed; which process a fault meets in the middle of what depends on the machine.
 */
final class Chaos {

    private static final int JOBS_PER_MINUTE = 1000;
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(4);
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Duration during;
    private final int servers;
    private final long seed;
    private final PrintStream out;

    Chaos(Duration during, int servers, long seed, PrintStream out) {
        this.during = during;
        this.servers = servers;
        this.seed = seed;
        this.out = out;
    }

    /** @param arguments seconds, the number of servers, and the seed if it is to be a certain one */
    public static void main(String[] arguments) throws IOException, SQLException {
        var seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : anySeed();
        var during = Duration.ofSeconds(Long.parseLong(arguments[0]));
        var chaos = new Chaos(during, Integer.parseInt(arguments[1]), seed, System.out);
        System.exit(chaos.run().isEmpty() ? 0 : 1);
    }

    static long anySeed() {
        return Math.floorMod(System.nanoTime(), 1_000_000);
    }

    /** How to see the same again. */
    String replay() {
        return "replay: make chaos SECONDS=" + during.toSeconds() + " SERVERS=" + servers + " SEED=" + seed;
    }

    /** Empty if nothing was lost, doubled or left behind. */
    List<Violation> run() throws IOException, SQLException {
        out.println(replay());
        var started = Servers.start(servers);
        try (var installation = started.installation()) {
            var evidence = new Play(started).evidence();
            var violations = Checker.violations(evidence);
            out.println("jobs " + evidence.ledger().countByState() + ", attempts "
                    + evidence.ledger().countByResult() + ", workflows "
                    + evidence.ledger().countOfWorkflows() + ", payloads started "
                    + evidence.effects().runs().size());
            violations.forEach(out::println);
            if (!violations.isEmpty()) {
                out.println("logs: " + KeptLogs.keep(installation, "seed-" + seed));
            }
            out.println((violations.isEmpty()
                            ? "nothing was lost or doubled, no limit exceeded; "
                            : violations.size() + " violations; ")
                    + replay());
            return violations;
        }
    }

    /** The run itself, on an installation of its own. */
    private final class Play {

        private final Servers started;
        private final Installation installation;
        private final Victims victims;
        private final Path effects;
        private final Meddling meddling;
        private int submitted;

        Play(Servers started) {
            this.started = started;
            this.installation = started.installation();
            this.victims = new Victims(installation);
            this.effects = installation.directory().resolve("effects");
            var script = installation.write("vertex.sh", Workload.vertex(effects));
            script.toFile().setExecutable(true);
            this.meddling = new Meddling(started.apis(), seed, script);
        }

        Evidence evidence() throws IOException, SQLException {
            Set<Long> acknowledged;
            Ledger ledger;
            List<String> left;
            try (started) {
                limit();
                acknowledged = submitUnderFaults();
                meddling.end();
                awaitOrGoOn(SETTLES_WITHIN.plus(during), "every job has ended", new Settling());
                awaitOrGoOn(
                        LONGEST_STANDSTILL,
                        "no payload runs",
                        () -> victims.describedPayloads().isEmpty());
                victims.look();
                left = victims.describedPayloads();
                ledger = ledger();
                out.println("starts of servers " + started.starts() + "; " + meddling);
            }
            awaitOrGoOn(ENDS_WITHIN, "no process is left", () -> victims.left().isEmpty());
            left.addAll(victims.left());
            return new Evidence(
                    ledger, SideEffects.read(effects), meddling.acknowledged(acknowledged), submitted, left, strain());
        }

        private Strain strain() {
            return new Strain(
                    victims::wasStruck,
                    victims.mostPilots(),
                    Servers.PILOTS,
                    victims.deaf(),
                    ShortLeases.LEASE.toNanos() / 1000);
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

        private Set<Long> submitUnderFaults() {
            var count = Math.toIntExact(JOBS_PER_MINUTE * during.toSeconds() / 60);
            var jobs = Workload.jobs(seed, count, effects);
            submitted = jobs.size();
            try (meddling;
                    var strikes = new Strikes(started, victims, out)) {
                strikes.schedule(Fault.schedule(seed, during, servers));
                meddling.begin();
                var acknowledged = new Submitter(started.apis()).submit(jobs, during);
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
                        .pollInterval(LOOKS_EVERY)
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
                victims.look();
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
