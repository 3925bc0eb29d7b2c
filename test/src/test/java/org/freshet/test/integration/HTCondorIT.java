package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.freshet.batch.BatchId;
import org.freshet.batch.Capacity;
import org.freshet.batch.Placed;
import org.freshet.batch.Removal;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;
import org.freshet.batch.View.Seen;
import org.freshet.batch.View.Unreadable;
import org.freshet.batch.htcondor.CondorCommands;
import org.freshet.batch.htcondor.CondorCommands.Limits;
import org.freshet.test.support.CondorSite;
import org.freshet.test.support.HTCondorPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real HTCondor, in good health and bad; a shell script stands for the pilot. */
@EnabledIf("org.freshet.test.support.Needs#htcondor")
@Timeout(180)
class HTCondorIT {

    private static final Limits SHORT =
            new Limits(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(10));

    private final HTCondorPool pool = HTCondorPool.shared();
    private final CondorSite site = new CondorSite(pool);

    @AfterEach
    void mend() {
        pool.mend();
    }

    @Test
    void submitsPilotsAndSeesThemRun() {
        var condor = site.htcondor();

        var answer = condor.submit(site.order("o-1", 3));

        var placed = ((Accepted) answer).placed();
        assertThat(placed).extracting(Placed::nonce).containsExactlyElementsOf(site.nonces(3));
        assertThat(site.slots()).hasSize(3);
        site.awaitStates(State.RUNNING, State.RUNNING, State.RUNNING);
        assertThat(site.slots()).allSatisfy(slot -> {
            assertThat(placed).contains(new Placed(slot.nonce(), slot.batchId()));
            assertThat(slot.orderId()).isEqualTo("o-1");
            assertThat(slot.hold()).isNull();
        });
        assertThat(pool.run("condor_q", "-long"))
                .contains("FreshetSite = \"farm\"")
                .doesNotContain(CondorSite.SECRET);
    }

    @Test
    void asksForWhatTheSiteStatesAndLeavesTheRestToThePool() {
        var asked = site.submit("o-1", 1, new Capacity(3, 2000, 0, List.of("gpu"))).getFirst();

        assertThat(site.orderDirectory("o-1").resolve("pilot.sub"))
                .content()
                .contains("request_cpus            = 3\n", "request_memory          = 2000 + 128\n")
                .contains("# the site does not state it: request_disk ")
                .contains("'--cores' '3' '--memory-mb' '2000' '--tag' 'gpu'");
        assertThat(pool.run(
                        "condor_q",
                        asked.batchId().value(),
                        "-af",
                        "RequestCpus",
                        "RequestMemory",
                        "regexp(\"--tag gpu\", Arguments)"))
                .isEqualToIgnoringWhitespace("3 2128 true");
    }

    @Test
    void leavesAnotherInstallationsAndAnotherSitesPilotsAlone() {
        var other = new CondorSite(pool);
        var theirs = other.submit("o-1", 1).getFirst();
        var ours = site.submit("o-1", 1).getFirst();

        assertThat(site.slots()).extracting(Slot::batchId).containsExactly(ours.batchId());
        assertThat(((Seen) site.htcondor().view("FARM")).slots()).isEmpty();
        assertThat(site.htcondor().remove("farm", List.of(theirs.batchId()))).isEqualTo(new Removal.Asked());
        assertThat(other.slots())
                .extracting(Slot::state)
                .doesNotContain(State.LEAVING)
                .hasSize(1);
    }

    @Test
    void doesNotSubmitAnOrderTwice() {
        site.submit("o-1", 1);

        assertThat(site.htcondor().submit(site.order("o-1", 1))).isInstanceOf(Unknown.class);
        assertThat(site.slots()).hasSize(1);
    }

    @Test
    void asksPilotsToEndAndSaysThatTheyWereRemoved() {
        site.pilot("trap 'echo asked > " + site.file("asked") + "; exit 0' TERM; sleep 600 & wait");
        var placed = site.submit("o-1", 2);
        site.awaitStates(State.RUNNING, State.RUNNING);
        var first = List.of(placed.getFirst().batchId());

        assertThat(site.htcondor().remove("farm", first)).isEqualTo(new Removal.Asked());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(site.slots())
                        .extracting(Slot::batchId)
                        .containsExactly(placed.getLast().batchId()));
        assertThat(site.file("asked")).hasContent("asked");
        assertThat(site.htcondor().remove("farm", first)).isEqualTo(new Removal.Asked());
        await().untilAsserted(() -> assertThat(site.htcondor().ending("farm", first.getFirst()))
                .startsWith("removed from the queue (via condor_rm (by user "));
    }

    @Test
    void tellsHowAPilotEndedAndBringsOnlyItsLogBack() throws IOException {
        site.pilot("cat secret > " + site.file("told")
                + "; mkdir work; echo x > work/result; echo x > result; echo 'refused: no such site' >&2; exit 2");
        var pilot = site.submit("o-1", 1).getFirst().batchId();

        await().atMost(Duration.ofSeconds(30)).until(() -> site.slots().isEmpty());

        await().untilAsserted(() -> assertThat(site.htcondor().ending("farm", pilot))
                .matches("exit code 2 on slot\\d@\\S+, its log " + site.orderDirectory("o-1")
                        + "/pilot.0.log ends with \"refused: no such site\""));
        assertThat(site.file("told")).hasContent(CondorSite.SECRET);
        try (var files = Files.list(site.orderDirectory("o-1"))) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder("cluster", "job.log", "nonces", "pilot.0.log", "pilot.sub", "secret");
        }
        assertThat(site.htcondor().ending("farm", new BatchId("99999.0")))
                .isEqualTo("how it ended is not known (condor_history does not have it), no log of it came back");
    }

    @Test
    void showsWhyAPilotIsOnHoldAndWhatToDo() {
        site.template("executable              = @START@", "executable = /no/such/start-pilot")
                .andTemplate("transfer_executable     = true", "transfer_executable = false");
        site.submit("o-1", 1);

        site.awaitStates(State.HELD);
        assertThat(site.slots().getFirst().hold()).satisfies(hold -> {
            assertThat(hold.code()).isEqualTo(6);
            assertThat(hold.subcode()).isEqualTo(2);
            assertThat(hold.reason()).contains("Failed to execute '/no/such/start-pilot'");
            assertThat(hold.advice()).contains("is not on the worker");
        });
    }

    @Test
    void doesNotStartAPilotAgainThatLostItsMachine() {
        site.pilot("echo started >> " + site.file("starts") + "; exec sleep 600");
        var pilot = site.submit("o-1", 1).getFirst().batchId();
        site.awaitStates(State.RUNNING);
        await().until(() -> Files.exists(site.file("starts")));

        pool.run("condor_vacate_job", pilot.value());

        await().atMost(Duration.ofSeconds(60)).until(() -> site.slots().isEmpty());
        assertThat(site.file("starts")).hasContent("started");
        await().untilAsserted(() ->
                assertThat(site.htcondor().ending("farm", pilot)).contains("removed from the queue", "PeriodicRemove"));
    }

    @Test
    void concludesNothingWhileTheQueueIsOff() {
        site.submit("o-1", 2);

        pool.scheddOff();

        assertThat(site.htcondor().view("farm"))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        it -> assertThat(it.sentence())
                                .contains("condor_q ended with exit status 1: Error: Can't find address for schedd"));
        assertThat(site.htcondor().submit(site.order("o-2", 1)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it -> assertThat(it.sentence()).contains("ERROR: Can't find address of local schedd"));
        assertThat(site.htcondor().remove("farm", List.of(new BatchId("1.0")))).isInstanceOf(Removal.Failed.class);
        pool.scheddOn();
        assertThat(site.slots()).hasSize(2);
        assertThat(site.slots()).extracting(Slot::orderId).containsOnly("o-1");
    }

    @Test
    void keepsPilotsWhoseQueueWasKilled() {
        site.pilot("echo started >> " + site.file("starts") + "; exec sleep 600");
        var placed = site.submit("o-1", 1);
        site.awaitStates(State.RUNNING);
        await().until(() -> Files.exists(site.file("starts")));

        pool.scheddKill();

        assertThat(site.htcondor().view("farm")).isInstanceOf(Unreadable.class);
        assertThat(site.htcondor().submit(site.order("o-2", 1)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it -> assertThat(it.sentence()).contains("ERROR: Failed to connect to local queue manager"));
        pool.awaitQueue();
        site.awaitStates(State.RUNNING);
        assertThat(site.slots())
                .extracting(Slot::batchId)
                .containsExactly(placed.getFirst().batchId());
        assertThat(site.file("starts")).hasContent("started");
    }

    @Test
    void findsOutWhatGotInOfAnOrderWhoseAnswerNeverCame() {
        site.submit("o-1", 1);
        var impatient = site.htcondor(SHORT);

        pool.scheddStop();

        var began = System.nanoTime();
        assertThat(impatient.submit(site.order("o-2", 2)))
                .isEqualTo(new Unknown("condor_submit gave no answer within 3 s and was ended"));
        assertThat(impatient.view("farm"))
                .isEqualTo(new Unreadable("condor_q gave no answer within 3 s and was ended"));
        assertThat(impatient.remove("farm", List.of(new BatchId("1.0"))))
                .isEqualTo(new Removal.Failed("condor_rm gave no answer within 3 s and was ended"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        pool.scheddContinue();
        // nothing of it: it was ended before the transaction, and an order never gets in by halves
        assertThat(site.slots()).extracting(Slot::orderId).containsExactly("o-1");
    }

    @Test
    void concludesNothingWhileAllOfThePoolIsOffButReadsTheHistory() {
        site.pilot("exit 3");
        var ended = site.submit("o-1", 1).getFirst().batchId();
        await().atMost(Duration.ofSeconds(30)).until(() -> site.slots().isEmpty());

        pool.off();

        assertThat(site.htcondor().view("farm"))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        it -> assertThat(it.sentence()).contains("none of its daemons runs on this machine"));
        assertThat(site.htcondor().submit(site.order("o-2", 1))).isInstanceOf(Refused.class);
        assertThat(site.htcondor().ending("farm", ended)).startsWith("exit code 3 on ");
    }

    @Test
    void refusesATemplateThatHtcondorRefusesAndSaysWhere() {
        site.template("universe                = vanilla", "universe = nonsense");
        assertRefused("I don't know about the 'nonsense' universe");

        site.template("universe                = vanilla", "nonsense without an equals sign");
        assertRefused("on Line ", "nonsense without an equals sign\")");

        site.template("(NumJobStarts =?= 0)", "((((");
        assertRefused("ERROR: Parse error in expression");
        assertThat(site.slots()).isEmpty();
    }

    @Test
    void refusesATemplateWithoutWhatFreshetFindsItsJobsBy() {
        site.template("MY.FreshetOrder         = \"@ORDER@\"", "");

        assertRefused("must say \"MY.FreshetOrder = \"@ORDER@\"\"");
        assertThat(site.slots()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"closed/pilot.log, permission denied", "missing/pilot.log, no such file"})
    void showsAPilotOnHoldWhoseLogCannotBeWritten(String log, String words) throws IOException {
        Files.createDirectory(
                site.file("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        site.pilot("echo some words >&2").template("= pilot.$(ProcId).log", "= " + site.file(log));

        site.submit("o-1", 1);

        site.awaitStates(State.HELD);
        assertThat(site.slots().getFirst().hold())
                .satisfies(hold -> assertThat(hold.advice()).contains("could not be brought back (" + words));
    }

    @Test
    void knowsTheVersionAndWhetherHtcondorIsInstalled() {
        assertThat(new CondorCommands(pool.bin(), pool.environment(), Limits.STANDARD).version())
                .matches("\\d+\\.\\d+\\.\\d+");
        assertThat(new CondorCommands(null, pool.environment(), Limits.STANDARD).version())
                .matches("\\d+\\.\\d+\\.\\d+");
        assertThat(new CondorCommands(Path.of("/none"), pool.environment(), Limits.STANDARD).version())
                .contains("HTCondor is not installed on this machine");
    }

    private void assertRefused(String... words) {
        assertThat(site.htcondor().submit(site.order("refused", 1)))
                .isInstanceOfSatisfying(
                        Refused.class, it -> assertThat(it.sentence()).contains(words));
        assertThat(site.orderDirectory("refused")).doesNotExist();
    }
}
