package org.freshet.server.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.explain.Cases.ANYTHING;
import static org.freshet.server.explain.Cases.NOW;
import static org.freshet.server.explain.Cases.PATIENCE;
import static org.freshet.server.explain.Cases.anOffer;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.Fact;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.server.explain.PilotCase.Held;
import org.freshet.server.explain.PilotCase.Told;
import org.freshet.server.explain.Queue.Limit;
import org.freshet.server.explain.Queue.Waiting;
import org.freshet.server.explain.Queue.WaitingClass;
import org.freshet.server.job.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PilotExplanationTest {

    /** A pilot with a lifetime of 7 min left, heard some time before {@link Cases#NOW}. */
    private static PilotCase aPilot(PilotState state, @Nullable String reason, int silentSeconds, Held... jobs) {
        return aPilot(state, reason, silentSeconds, null, jobs);
    }

    private static PilotCase aPilot(
            PilotState state, @Nullable String reason, int silentSeconds, @Nullable Told told, Held... jobs) {
        var spoke = state != PilotState.SUBMITTED;
        return new PilotCase(
                NOW,
                new PilotCase.Facts(4, "local", state, reason, "88121.4", jobs.length, told),
                new PilotCase.Times(
                        NOW.minusSeconds(300),
                        spoke ? NOW.minusSeconds(250) : null,
                        spoke ? NOW.minusSeconds(silentSeconds) : null,
                        spoke ? NOW.plusSeconds(110L - silentSeconds) : null,
                        spoke ? NOW.plusSeconds(420) : null,
                        state.isAlive() ? null : NOW.minusSeconds(9)),
                new PilotCase.SiteRules("HTCONDOR", Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(5)),
                anOffer(420),
                null,
                List.of(jobs),
                List.of(new Change(NOW.minusSeconds(20), null, state.name(), "pilot 4", "registered from wn7")),
                null);
    }

    private static Held held(@Nullable String result, JobState state, int latest) {
        return new Held(
                12,
                1,
                result == null,
                result,
                NOW.minusSeconds(60),
                NOW.minusSeconds(59),
                result == null ? null : NOW.minusSeconds(9),
                1000,
                state,
                latest,
                latest == 1 ? 4L : 5L);
    }

    private static Explanation explain(PilotCase pilot) {
        return PilotExplanation.of(pilot, new Waiting(List.of(), Map.of()), PATIENCE);
    }

    private static Explanation explainIdle(Map<String, Limit> limits, WaitingClass... classes) {
        return PilotExplanation.of(
                aPilot(PilotState.IDLE, null, 3), new Waiting(Arrays.asList(classes), limits), PATIENCE);
    }

    private static WaitingClass waiting(long jobs, @Nullable String site, int memory, List<String> tags, int seconds) {
        return new WaitingClass(new Requirement("monitor", site, 1, memory, 0, tags, seconds), jobs);
    }

    @Test
    void isIdleWhenNoJobWaits() {
        var why = explainIdle(Map.of());

        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.sentence()).isEqualTo("Idle for 4 min 10 s: no job waits.");
        assertThat(why.more())
                .containsExactly(
                        "Its lifetime ends at 03:19:47 UTC, in 7 min 00 s.", "It was heard 3 s ago, as it should be.");
        assertThat(why.facts()).extracting(Fact::code).contains(Code.NO_JOB_WAITS, Code.HEARD);
    }

    @Test
    void countsIdlenessFromTheEndOfItsLastJob() {
        var why = explain(aPilot(PilotState.IDLE, null, 3, held("FINISHED", JobState.FINISHED, 1)));

        assertThat(why.sentence()).isEqualTo("Idle for 9 s: no job waits.");
    }

    @Test
    void namesTheOneThingThatNoWaitingJobFinds() {
        var why = explainIdle(Map.of(), waiting(8, null, 0, List.of(), 1000), waiting(4, null, 0, List.of(), 600));

        assertThat(why.sentence())
                .isEqualTo("Idle for 4 min 10 s: 12 jobs wait, and all may run for longer than the pilot's remaining"
                        + " 7 min 00 s (the shortest for 10 min 15 s, 15 s grace included).");
        assertThat(why.facts())
                .contains(
                        new Fact(Code.NO_JOB_FITS, null, 12L, null, null),
                        new Fact(Code.MISSED, "LIFETIME", 12L, 615L, 420L));
    }

    @Test
    void tellsTheClosestMissByCriterionWhenJobsMissDifferentThings() {
        var why = explainIdle(
                Map.of(),
                waiting(1001, null, 8000, List.of(), 100),
                waiting(2, null, 16_000, List.of("gpu"), 100),
                waiting(1, "farm", 0, List.of(), 100));

        assertThat(why.sentence()).isEqualTo("Idle for 4 min 10 s: more than 1,003 jobs wait, and none fits.");
        assertThat(why.more())
                .startsWith(
                        "1 job is for site farm.",
                        "More than 1,002 jobs ask for more than the pilot's 4,000 MB memory (the least for 8,000 MB).",
                        "2 jobs ask for the tag gpu, which the pilot lacks.");
    }

    @Test
    void saysThatTheJobsThatFitWaitForTheLimitOfTheirType() {
        var limit = new Limit("monitor", 2, 2, List.of(7L, 8L));

        var why = explainIdle(
                Map.of("monitor", limit),
                waiting(3, null, 0, List.of(), 100),
                new WaitingClass(new Requirement("reco", null, 8, 0, 0, List.of(), 100), 1));

        assertThat(why.sentence())
                .isEqualTo("Idle for 4 min 10 s: the 3 jobs that fit wait for the limit of their type.");
        assertThat(why.more())
                .startsWith(
                        "Type monitor may have 2 jobs at once, and 2 run.",
                        "1 job asks for more than the pilot's 1 core: for 8.");
        assertThat(why.facts()).contains(new Fact(Code.LIMIT_REACHED, "monitor", 2L, null, 2L));
    }

    @Test
    void saysThatAJobComesWhenOneFits() {
        var why = explainIdle(
                Map.of(), new WaitingClass(new Requirement(ANYTHING.jobtype(), null, 1, 0, 0, List.of(), 100), 1));

        assertThat(why.sentence())
                .isEqualTo("Idle for 4 min 10 s: 1 job waits and fits it: one is given out within a moment.");
    }

    @Test
    void warnsWhenItIsSilent() {
        var why = explain(aPilot(PilotState.IDLE, null, 70));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.more())
                .contains("It is silent since 03:11:37 UTC, for 1 min 10 s;"
                        + " unless heard by 03:13:27 UTC it is given up as lost.");
    }

    @Test
    void tellsOnWhatItWorksAndWhenItIsFree() {
        var why = explain(aPilot(PilotState.BUSY, null, 3, held(null, JobState.RUNNING, 1)));

        assertThat(why.sentence()).isEqualTo("Works on job 12, attempt 1, for 59 s.");
        assertThat(why.more()).startsWith("It is free at 03:28:33 UTC at the latest: the job's time limit is 1,000 s.");
        assertThat(why.facts()).contains(new Fact(Code.HOLDS, "12", null, null, null));
    }

    @Test
    void tellsWhoLetsItDrainAndWhy() {
        var told = new Told(false, NOW.minusSeconds(20), "told to drain by mara: its host is repaired");

        var why = explain(aPilot(PilotState.DRAINING, null, 3, told, held(null, JobState.RUNNING, 1)));

        assertThat(why.sentence()).isEqualTo("Draining: it takes no new job and stops after job 12.");
        assertThat(why.more()).contains("Told to drain by mara: its host is repaired (03:12:27 UTC).");
    }

    @Test
    void saysThatAKilledPilotGivesItsJobBackAndWhoKilledIt() {
        var told = new Told(true, NOW.minusSeconds(20), "told to stop by mara: its host is repaired");

        var draining = explain(aPilot(PilotState.DRAINING, null, 3, told, held(null, JobState.RUNNING, 1)));
        var killed = explain(aPilot(PilotState.KILLED, null, 3, told));

        assertThat(draining.sentence()).isEqualTo("Stopping: it ends its payload and gives job 12 back.");
        assertThat(killed.more()).contains("Told to stop by mara: its host is repaired (03:12:27 UTC).");
    }

    @Test
    void tellsWhatBecameOfTheJobOfALostPilot() {
        var why = explain(aPilot(
                PilotState.LOST, "not heard of since 03:10:00 UTC", 170, held("PILOT_LOST", JobState.RUNNING, 2)));

        assertThat(why.look()).isEqualTo(Look.BROKEN);
        assertThat(why.sentence()).isEqualTo("Lost: it was given up at 03:12:38 UTC.");
        assertThat(why.more())
                .containsExactly(
                        "Not heard of since 03:10:00 UTC.",
                        "It ended 1 job.",
                        "It held job 12, attempt 1: the job is RUNNING with attempt 2 with pilot 5.");
    }

    @Test
    void tellsThatALateReportStillCountsWhileTheJobWaits() {
        var why = explain(aPilot(PilotState.LOST, null, 170, held("PILOT_LOST", JobState.DEFINED, 1)));

        assertThat(why.more())
                .contains("It held job 12, attempt 1: the job waits again;"
                        + " should this pilot report before another takes it, its report counts.");
    }

    @Test
    void saysThatItsHostIsBannedAndHowItIsAllowedAgain() {
        var told = new Told(false, NOW.minusSeconds(20), "told to drain by mara: host wn7 is banned: libGL broken");
        var draining = aPilot(PilotState.DRAINING, null, 3, told, held(null, JobState.RUNNING, 1));
        var pilot = new PilotCase(
                draining.now(),
                draining.facts(),
                draining.times(),
                draining.site(),
                draining.offer(),
                draining.slot(),
                draining.jobs(),
                draining.changes(),
                new Ban("wn7", NOW.minusSeconds(20), "mara", "libGL broken"));

        var why = explain(pilot);

        assertThat(why.more()).contains("Its host wn7 is banned since 03:12:27 UTC by mara: libGL broken.");
        assertThat(why.command()).isEqualTo("freshet host allow wn7");
        assertThat(why.facts()).contains(new Fact(Code.HOST_BANNED, "wn7", null, null, null));
    }

    @ParameterizedTest
    @EnumSource(PilotState.class)
    void hasASentenceForEveryState(PilotState state) {
        var why = explain(aPilot(state, null, 3));

        assertThat(why.sentence()).isNotBlank().endsWith(".").doesNotContain("null");
        assertThat(why.more()).allSatisfy(it -> assertThat(it).endsWith(".").doesNotContain("null"));
    }
}
