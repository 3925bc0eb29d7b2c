package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.CondorFarm;
import org.freshet.test.support.CondorFarm.Pilot;
import org.freshet.test.support.HTCondorPool;
import org.freshet.test.support.JobText;
import org.freshet.test.support.Marks;
import org.freshet.test.support.Marks.Mark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pool calculation does, and above all does not do, while a real HTCondor is away, hangs, or is asked nonsense. */
@EnabledIf("org.freshet.test.support.Needs#htcondor")
@Timeout(180)
class PoolOutageE2E {

    private static final String UNTIL_TOLD = "mark start; while ! grep -q ^go \"$MARKS\"; do sleep 0.1; done; mark end";

    private static CondorFarm farm;
    private Marks marks;

    /** What happens to the queue. */
    private enum Outage {
        OFF(Duration.ofSeconds(15), "Can't find address for schedd") {
            @Override
            void begin(HTCondorPool pool) {
                pool.scheddOff();
            }

            @Override
            void end(HTCondorPool pool) {
                pool.scheddOn();
            }
        },
        HANGS(Duration.ofSeconds(3), "condor_q ") {
            @Override
            void begin(HTCondorPool pool) {
                pool.scheddStop();
            }

            @Override
            void end(HTCondorPool pool) {
                pool.scheddContinue();
            }
        };

        /** Beyond the moment at which it is noticed. */
        private final Duration length;

        private final String words;

        Outage(Duration length, String words) {
            this.length = length;
            this.words = words;
        }

        abstract void begin(HTCondorPool pool);

        abstract void end(HTCondorPool pool);
    }

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

    @ParameterizedTest
    @EnumSource(Outage.class)
    void ordersNothingAndHarmsNoPayloadWhileTheQueueCannotBeRead(Outage outage) throws SQLException {
        var site = "queue-" + outage;
        farm.add(site, "--cap 4 --ramp 4 --reserve 0");
        var jobs = submit(aMarkingJob(site, UNTIL_TOLD), 2);
        farm.server().await("two payloads run", () -> marks.of("start").size() == 2);
        var payloads = processes();
        var before = farm.pilots(site).stream().map(Pilot::id).toList();

        outage.begin(farm.pool());
        var more = submit(aMarkingJob(site, UNTIL_TOLD), 2);
        farm.server().await("it stands unreadable", () -> outcome(site) == Outcome.UNREADABLE);
        Awaitility.await()
                .during(outage.length)
                .atMost(outage.length.plusSeconds(5))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> outcome(site) == Outcome.UNREADABLE
                        && farm.pilots(site).stream().map(Pilot::id).toList().equals(before));

        assertThat(farm.standing(site).run().sentence())
                .startsWith(site + ": unknown, so nothing is done. ")
                .contains(outage.words);
        assertThat(payloads).hasSize(2).allMatch(ProcessHandle::isAlive);
        assertThat(farm.pilots(site)).noneMatch(Pilot::ended);

        outage.end(farm.pool());
        farm.server().await("the pool is calculated again", () -> outcome(site) != Outcome.UNREADABLE);
        farm.server().await("the other payloads run", () -> marks.of("start").size() == 4);
        marks.tell("go");
        Stream.of(jobs, more)
                .flatMap(List::stream)
                .forEach(it -> assertThat(
                                farm.server().await(it, JobState.FINISHED).attempt())
                        .isEqualTo(1));
        assertThat(farm.pilots(site)).hasSize(4);
    }

    @Test
    void startsAnewWhenTheWholePoolWasOff() throws SQLException {
        farm.add("dark", "--cap 2 --ramp 2 --reserve 0");
        var jobs = submit(aMarkingJob("dark", UNTIL_TOLD), 2);
        farm.server().await("two payloads run", () -> marks.of("start").size() == 2);
        var payloads = processes();

        farm.pool().off();
        farm.server().await("it stands unreadable", () -> outcome("dark") == Outcome.UNREADABLE);
        assertThat(payloads).noneMatch(ProcessHandle::isAlive);
        assertThat(farm.pilots("dark")).hasSize(2);

        farm.pool().on();
        farm.server().await("both payloads run again", () -> marks.of("start").size() == 4);
        assertThat(farm.queue("dark").size()).isLessThanOrEqualTo(2);
        marks.tell("go");
        jobs.forEach(it ->
                assertThat(farm.server().await(it, JobState.FINISHED).attempt()).isEqualTo(2));
    }

    @Test
    void saysWhichLineOfTheTemplateIsWrongAndGoesOnWhenItIsMended() throws IOException, SQLException {
        var good = Files.readString(farm.template());
        var lines = good.lines().toList();
        var wrong = lines.indexOf("notification            = never");
        try {
            Files.writeString(
                    farm.template(), good.replace("notification            = never", "notify operators please"));
            farm.add("misled", "--cap 1 --ramp 1 --reserve 0");
            var job = submit(aMarkingJob("misled", "mark start"), 1).getFirst();
            farm.server().await("it stands refused", () -> outcome("misled") == Outcome.REFUSED);

            assertThat(farm.standing("misled").run().sentence())
                    .contains("Not submitted: ")
                    .contains("pilot.sub line " + (wrong + 1) + " is \"notify operators please\"");
            assertThat(farm.queue("misled")).isEmpty();
            assertThat(farm.pilots("misled")).allMatch(Pilot::ended);

            Files.writeString(farm.template(), good);
            farm.server().await(job, JobState.FINISHED);
        } finally {
            Files.writeString(farm.template(), good);
        }
    }

    @Test
    void worksOtherwiseWhereHTCondorIsNotInstalled() throws IOException, SQLException {
        farm.uninstall();
        try {
            farm.add("missing", "--cap 2 --ramp 2 --reserve 1");

            farm.server().await(farm.server().api().submit(aJob().with("site", "local")), JobState.FINISHED);
            farm.server().await("it stands unreadable", () -> outcome("missing") == Outcome.UNREADABLE);
            assertThat(farm.standing("missing").run().sentence())
                    .contains("HTCondor is not installed on this machine, or freshet.htcondor.bin names the wrong");
            assertThat(farm.pilots("missing")).isEmpty();
        } finally {
            farm.install();
        }
        farm.server()
                .await("a pilot is in the queue", () -> farm.queue("missing").size() == 1);
    }

    private static Outcome outcome(String site) {
        return farm.standing(site).run().outcome();
    }

    private JobText aMarkingJob(String site, String payload) {
        return aJob().with("payload", Marks.FUNCTION + payload)
                .with("site", site)
                .ofType("marking-" + site)
                .with("env", Map.of("P3S_EXECMODE", "1", "MARKS", marks.file().toString()));
    }

    private static List<JobId> submit(JobText job, int count) {
        return farm.server().api().submit(job.times(count)).items().stream()
                .map(Submitted.Item::id)
                .toList();
    }

    private List<ProcessHandle> processes() {
        return marks.of("start").stream()
                .map(Mark::pid)
                .map(it -> ProcessHandle.of(it).orElseThrow())
                .toList();
    }
}
