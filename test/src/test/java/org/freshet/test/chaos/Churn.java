package org.freshet.test.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.freshet.protocol.JobState;
import org.freshet.test.chaos.Evidence.Acknowledged;
import org.freshet.test.support.CondorFarm;
import org.freshet.test.support.CondorFarm.Pilot;

/**
 * One run: pilots in the slots of a real HTCondor work on three hundred jobs a minute while they are killed, removed and held, and
 * the queue hangs or dies now and then. All the time HTCondor itself is asked how many of its jobs are ours. Then everything
 * settles, and the {@link Checker} looks at what is left. Jobs and faults follow from the seed.
 */
final class Churn {

    private static final String SITE = "churn";
    private static final int CAP = 6;
    private static final int JOBS_PER_MINUTE = 300;
    private static final Duration SETTLES_WITHIN =
            Duration.ofMinutes(3); // and what is left to do takes as long as the faults
    private static final Duration EMPTY_WITHIN = Duration.ofSeconds(60);

    private final Duration during;
    private final long seed;
    private final PrintStream out;

    Churn(Duration during, long seed, PrintStream out) {
        this.during = during;
        this.seed = seed;
        this.out = out;
    }

    /** @param arguments seconds, and the seed if it is to be a certain one */
    public static void main(String[] arguments) throws IOException, SQLException {
        var seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : Chaos.anySeed();
        var churn = new Churn(Duration.ofSeconds(Long.parseLong(arguments[0])), seed, System.out);
        System.exit(churn.run().isEmpty() ? 0 : 1);
    }

    /** How to see the same again. */
    String replay() {
        return "replay: make churn SECONDS=" + during.toSeconds() + " SEED=" + seed;
    }

    /** What was not as it must be: empty if nothing. */
    List<String> run() throws IOException, SQLException {
        out.println(replay());
        var settings = new HashMap<>(CondorFarm.OWN_HANDS);
        settings.put("FRESHET_POOL_RULES_HELDFOR", "3s");
        settings.put("FRESHET_POOL_RULES_FAILEDORDERS", "0"); // pilots are killed here before they register
        try (var farm = CondorFarm.start(settings)) {
            var wrong = new Play(farm).wrong();
            wrong.forEach(out::println);
            if (!wrong.isEmpty()) {
                out.println("logs: " + KeptLogs.keep(farm.installation(), "churn-" + seed));
            }
            out.println((wrong.isEmpty() ? "nothing was lost, doubled or above the cap; " : wrong.size() + " faults; ")
                    + replay());
            return wrong;
        }
    }

    /** The run itself. */
    private final class Play {

        private final CondorFarm farm;
        private final Victims victims;
        private final Path effects;
        private final List<String> wrong = new ArrayList<>();

        Play(CondorFarm farm) {
            this.farm = farm;
            this.victims = new Victims(farm.installation());
            this.effects = farm.installation().directory().resolve("effects");
        }

        List<String> wrong() throws IOException, SQLException {
            farm.add(SITE, "--cap " + CAP + " --ramp " + CAP + " --reserve " + CAP + " --idle 5s");
            var count = Math.toIntExact(JOBS_PER_MINUTE * during.toSeconds() / 60);
            var jobs = Workload.unfailing(seed, count, effects, SITE);
            Set<Long> acknowledged;
            try (var watch = new SlotWatch(farm.pool(), SITE, CAP)) {
                try (var blows = new Blows(farm, SITE, seed, out)) {
                    acknowledged = new Submitter(farm.server().api()).submit(jobs, during);
                    blows.stop();
                }
                await(SETTLES_WITHIN.plus(during), "every job has ended", () -> open() == 0);
                wrong.addAll(watch.excesses());
                out.println(watch);
            }
            farm.freshet("site pause " + SITE + " --reason over");
            await(EMPTY_WITHIN, "no slot, no pilot and no payload is left", () -> left().isEmpty());
            check(new Evidence(
                    ledger(),
                    SideEffects.read(effects),
                    Acknowledged.jobs(acknowledged),
                    count,
                    left(),
                    Strain.UNKNOWN));
            return wrong;
        }

        private void check(Evidence evidence) {
            out.println("jobs " + evidence.ledger().countByState() + ", attempts "
                    + evidence.ledger().countByResult() + ", payloads started "
                    + evidence.effects().runs().size());
            Checker.violations(evidence).forEach(it -> wrong.add(it.toString()));
            evidence.ledger().jobs().stream()
                    .filter(it -> !it.state().equals(JobState.FINISHED.name()))
                    .forEach(it -> wrong.add("a job that cannot fail is not FINISHED: " + it));
        }

        private List<String> left() throws SQLException {
            var left = new ArrayList<>(victims.describedPayloads());
            farm.queue(SITE).forEach(it -> left.add("job " + it + " of HTCondor"));
            farm.pilots(SITE).stream()
                    .filter(it -> !it.ended())
                    .map(Pilot::toString)
                    .forEach(left::add);
            ProcessHandle.allProcesses()
                    .filter(it -> it.info()
                            .commandLine()
                            .orElse("")
                            .contains(farm.server().url() + " --site " + SITE))
                    .forEach(it -> left.add(it.pid() + " pilot"));
            return left;
        }

        private long open() throws SQLException {
            try (var database = farm.installation().database();
                    var statement = database.createStatement();
                    var row = statement.executeQuery("select count(*) from job where ended_at is null")) {
                return row.next() ? row.getLong(1) : -1;
            }
        }

        /** All tables at one moment. */
        private Ledger ledger() throws SQLException {
            try (var database = farm.installation().database()) {
                database.setAutoCommit(false);
                database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                return Ledger.read(database);
            }
        }

        private void await(Duration patience, String what, Callable<Boolean> condition) {
            try {
                Awaitility.await()
                        .atMost(patience)
                        .pollInterval(Duration.ofMillis(300))
                        .until(condition);
            } catch (ConditionTimeoutException e) {
                wrong.add("After " + patience + " it was not so that " + what + ".");
            }
        }
    }
}
