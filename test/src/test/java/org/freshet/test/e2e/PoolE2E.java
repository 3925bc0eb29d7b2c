package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;
import org.awaitility.Awaitility;
import org.freshet.protocol.AttemptView;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolTerms;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.CondorFarm;
import org.freshet.test.support.CondorFarm.Pilot;
import org.freshet.test.support.JobText;
import org.freshet.test.support.Marks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The pool calculation with a real HTCondor: how its slots fill and empty, and what happens to single pilots there. */
@EnabledIf("org.freshet.test.support.Needs#htcondor")
@Timeout(180)
class PoolE2E {

    private static final String UNTIL_TOLD = "mark start; while ! grep -q ^go \"$MARKS\"; do sleep 0.1; done; mark end";

    private static CondorFarm farm;
    private Marks marks;

    @BeforeAll
    static void start() throws SQLException {
        farm = CondorFarm.shared();
    }

    @AfterEach
    void endSites() {
        farm.endSites();
    }

    @BeforeEach
    void newMarks() {
        marks = new Marks(farm.installation().directory().resolve("marks-" + System.nanoTime()));
    }

    @Test
    void fillsThePoolByDemandAndShrinksToTheReserve() throws SQLException {
        farm.add("filled", "--cap 8 --ramp 10 --reserve 2 --idle 6s");

        var jobs = submit(aMarkingJob("filled", "mark start; sleep 1; mark end")
                .ofType("filling") // of which nobody knows how long one takes: each wants a pilot
                .times(30));
        jobs.forEach(it -> farm.server().await(it, JobState.FINISHED));
        farm.server()
                .await(
                        "two pilots are left, of the books and of HTCondor",
                        () -> alive("filled").size() == 2
                                && farm.queue("filled").size() == 2
                                && farm.queue("filled")
                                        .equals(alive("filled").stream()
                                                .map(Pilot::batchId)
                                                .toList()));

        assertThat(marks.of("end")).hasSize(30);
        var orders = orders("filled");
        assertThat(orders).anySatisfy(order -> {
            assertThat(terms(order).want()).isGreaterThan(8);
            assertThat(terms(order).limit()).startsWith("cap 8, ");
            assertThat(terms(order).total() + order.pilots().size()).isEqualTo(8);
        });
        var batchIds = farm.pilots("filled").stream().collect(Collectors.toMap(Pilot::id, Pilot::batchId));
        assertThat(orders).allSatisfy(order -> {
            assertThat(terms(order).total() + order.pilots().size()).isLessThanOrEqualTo(8);
            assertThat(order.order()).isNotNull();
            assertThat(order.cluster()).matches("\\d+");
            assertThat(order.pilots())
                    .map(it -> batchIds.get(it.value()))
                    .containsExactlyElementsOf(IntStream.range(0, order.pilots().size())
                            .mapToObj(n -> order.cluster() + "." + n)
                            .toList());
        });
        assertThat(farm.pilots("filled"))
                .filteredOn(it -> it.state().equals("STOPPED"))
                .extracting(Pilot::reason)
                .containsOnly("there was no job for it for 6 s");
    }

    @Test
    void runsTheJobOfAKilledPilotElsewhereAndReplacesThePilotOnce() throws SQLException {
        farm.add("killed", "--cap 4 --ramp 4 --reserve 0");
        var job = submit(aMarkingJob("killed", UNTIL_TOLD).times(1)).getFirst();
        farm.server().await("the payload runs", () -> marks.of("start").size() == 1);
        farm.server().await(job, JobState.RUNNING); // the server knows, too
        var payload = process(marks.all().getFirst().pid());
        var pilot = farm.pilots("killed").getFirst();
        var killed = Instant.now();

        process(pilot.pid()).destroyForcibly();

        Awaitility.await().atMost(Duration.ofSeconds(7)).until(() -> !payload.isAlive());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> marks.of("start").size() == 2);
        marks.tell("go");
        assertThat(farm.server().await(job, JobState.FINISHED).attempt()).isEqualTo(2);
        assertThat(results(job)).containsExactly("FINISHED", "PILOT_LOST");
        assertThat(farm.pilots("killed"))
                .hasSize(2)
                .first()
                .satisfies(it -> assertThat(it.state()).isEqualTo("LOST"));
        assertThat(orders("killed"))
                .extracting(it -> it.pilots().size())
                .as("pilots of each order")
                .containsExactly(1, 1);
        assertThat(farm.said(killed))
                .anyMatch(it -> it.matches("killed: want 1 \\(1 waiting \\+ 0 reserve\\), have 0 .*submit 1.*"))
                .anyMatch(it -> it.matches("(?i).*pilot.* " + pilot.id() + "\\b.*"));
    }

    @Test
    void givesBackTheJobOfAPilotThatSomebodyRemovesFromTheQueue() throws SQLException {
        farm.add("removed", "--cap 4 --ramp 4 --reserve 0");
        var job = submit(aMarkingJob("removed", UNTIL_TOLD).times(1)).getFirst();
        farm.server().await("the payload runs", () -> marks.of("start").size() == 1);
        farm.server().await(job, JobState.RUNNING);
        var payload = process(marks.all().getFirst().pid());

        farm.pool().run("condor_rm", farm.pilots("removed").getFirst().batchId());

        farm.server().await("the job runs again", () -> marks.of("start").size() == 2);
        assertThat(payload.isAlive()).isFalse();
        marks.tell("go");
        farm.server().await(job, JobState.FINISHED);
        assertThat(results(job)).containsExactly("FINISHED", "GIVEN_BACK");
        assertThat(farm.pilots("removed").getFirst().state()).isEqualTo("STOPPED");
    }

    @Test
    void seesWhyPilotsAreHeldAndRemovesThoseAndTheKilledFromTheQueue() throws SQLException, IOException {
        occupyAllSlots();
        farm.add("held", "--cap 4 --ramp 4 --reserve 2");
        farm.server()
                .await("two pilots wait in the queue", () -> farm.queue("held").size() == 2);
        farm.server()
                .await(
                        "that is seen",
                        () -> farm.pilots("held").stream()
                                        .filter(it -> "QUEUED".equals(it.batchState()))
                                        .count()
                                == 2);
        farm.freshet("site pause held --reason held");
        var held = farm.pilots("held").getFirst();
        var killed = farm.pilots("held").getLast();

        farm.freshet("pilot kill " + killed.id());
        farm.server()
                .await(
                        "the killed one is out of the queue",
                        () -> !farm.queue("held").contains(killed.batchId()));
        var since = Instant.now();
        farm.pool().run("condor_hold", "-reason", "maintenance of the farm", held.batchId());
        farm.server().await("the hold is seen", () -> "HELD".equals(pilot(held).batchState()));

        var explanation = farm.freshet("pilot explain " + held.id());
        assertThat(pilot(held)).satisfies(it -> {
            assertThat(it.holdCode()).isEqualTo(1);
            assertThat(it.holdReason()).contains("maintenance of the farm");
            assertThat(it.holdAdvice()).contains("condor_release");
        });
        assertThat(explanation).contains("maintenance of the farm", "condor_release");
        farm.server()
                .await("it is removed by the rule", () -> farm.queue("held").isEmpty());
        farm.server().await("its end is known", () -> pilot(held).ended());
        assertThat(farm.said(since)).anyMatch(it -> it.contains("were held for more than"));
        assertThat(pilot(held).reason()).contains("never started", "removed");
    }

    /** With jobs that are no pilots. */
    private void occupyAllSlots() throws IOException {
        var submitFile = Files.writeString(
                farm.pool().newDirectory("others").resolve("others.sub"),
                "executable = /bin/sleep\narguments = 600\ntransfer_executable = false\nqueue 8\n");
        farm.pool().run("condor_submit", "-terse", submitFile.toString());
        Awaitility.await("eight jobs of others run")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(queue()).areExactly(8, new Condition<>(it -> it.startsWith("2 "), "running")));
    }

    /** Each job with its state, 2 for one that runs, and why it does not. */
    private static List<String> queue() {
        return farm.pool()
                .run(
                        "condor_q",
                        "-allusers",
                        "-af",
                        "JobStatus",
                        "Cmd",
                        "NumJobStarts",
                        "HoldReason",
                        "LastRejMatchReason")
                .lines()
                .toList();
    }

    private JobText aMarkingJob(String site, String payload) {
        return aJob().with("payload", Marks.FUNCTION + payload)
                .with("site", site)
                .with("env", Map.of("P3S_EXECMODE", "1", "MARKS", marks.file().toString()));
    }

    private List<JobId> submit(String jobs) {
        return farm.server().api().submit(jobs).items().stream()
                .map(Submitted.Item::id)
                .toList();
    }

    private static List<String> results(JobId job) {
        return farm.server().api().job(job).attempts().stream()
                .map(AttemptView::result)
                .toList();
    }

    private static List<Pilot> alive(String site) throws SQLException {
        return farm.pilots(site).stream().filter(it -> !it.ended()).toList();
    }

    private static Pilot pilot(Pilot before) throws SQLException {
        return farm.pilots("held").stream()
                .filter(it -> it.id() == before.id())
                .findFirst()
                .orElseThrow();
    }

    private static List<PoolRun> orders(String site) throws SQLException {
        return farm.ledger(site).stream()
                .filter(it -> it.outcome() == Outcome.SUBMITTED)
                .toList();
    }

    private static PoolTerms terms(PoolRun order) {
        return Objects.requireNonNull(order.terms());
    }

    private static ProcessHandle process(long pid) {
        return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("no process " + pid));
    }
}
