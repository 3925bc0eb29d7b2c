package org.freshet.server.dashboard.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.alarms.Alarm;
import org.freshet.server.dashboard.freshness.Freshnesses;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.PageFixtures;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static Health of(Map<JobState, Long> jobs, Map<PilotState, Long> pilots, ChangeRow... changes) {
        return Health.of(
                new LinkedHashMap<>(jobs),
                new LinkedHashMap<>(pilots),
                List.of(changes),
                List.of(),
                Freshnesses.NONE,
                PageFixtures.words());
    }

    private static Health alarmed(Map<JobState, Long> jobs, Map<PilotState, Long> pilots, Alarm... alarms) {
        return Health.of(
                new LinkedHashMap<>(jobs),
                new LinkedHashMap<>(pilots),
                List.of(),
                List.of(alarms),
                Freshnesses.NONE,
                PageFixtures.words());
    }

    private static Alarm anAlarm(Alarm.Look look, String brief) {
        return new Alarm(look, brief, "It is so.", "Since long.", null, null);
    }

    @Test
    void isLateWhenABatchSystemCannotBeReadAndCountsTheJobsAllTheSame() {
        Health health = alarmed(
                Map.of(JobState.DEFINED, 3L, JobState.RUNNING, 2L),
                Map.of(PilotState.BUSY, 2L),
                anAlarm(Alarm.Look.UNKNOWN, "HTCondor of np04 cannot be read"));

        assertThat(health.badge().look()).isEqualTo("late");
        assertThat(health.sentence()).isEqualTo("Late: HTCondor of np04 cannot be read; 3 jobs wait, 2 run.");
        assertThat(health.detail()).startsWith("In 24 h 0 finished and 0 failed. 2 pilots are alive, 0 idle.");
    }

    @Test
    void isBrokenWhenThePoolGaveUpAndCountsFurtherAlarms() {
        Health health = alarmed(
                Map.of(JobState.FINISHED, 1L),
                Map.of(),
                anAlarm(Alarm.Look.BROKEN, "np04 was paused by the pool"),
                anAlarm(Alarm.Look.LATE, "scan is silent"),
                anAlarm(Alarm.Look.LATE, "purge is silent"));

        assertThat(health.badge().look()).isEqualTo("broken");
        assertThat(health.sentence())
                .isEqualTo("Broken: np04 was paused by the pool and 2 more alarms; no job waits, none runs.");
    }

    @Test
    void speaksOfAnAlarmAlsoBeforeTheFirstJob() {
        Health health = alarmed(Map.of(), Map.of(), anAlarm(Alarm.Look.LATE, "scan is silent"));

        assertThat(health.sentence()).isEqualTo("Late: scan is silent; no job waits, none runs.");
    }

    @Test
    void isBrokenWithoutPilotsWhateverTheAlarms() {
        Health health = alarmed(Map.of(JobState.DEFINED, 9L), Map.of(), anAlarm(Alarm.Look.LATE, "scan is silent"));

        assertThat(health.sentence()).isEqualTo("Broken: 9 jobs wait and no pilot is alive.");
    }

    @Test
    void tellsHowToBeginWhenThereIsNothing() {
        Health health = of(Map.of(JobState.DEFINED, 0L), Map.of(PilotState.IDLE, 2L));

        assertThat(health.badge().look()).isEqualTo("unknown");
        assertThat(health.sentence()).isEqualTo("No job so far.");
        assertThat(health.detail()).contains("freshet job submit");
    }

    @Test
    void countsWhatWaitsRunsAndEnded() {
        Health health = of(
                Map.of(JobState.DEFINED, 3L, JobState.RUNNING, 2L, JobState.FINISHED, 5000L),
                Map.of(PilotState.BUSY, 2L, PilotState.IDLE, 1L, PilotState.LOST, 7L),
                new ChangeRow(JobState.FINISHED, 0, 0, 0, 0, 1000));

        assertThat(health.badge().look()).isEqualTo("ok");
        assertThat(health.sentence()).isEqualTo("3 jobs wait, 2 run; 1,000 finished, 0 failed in 24 h.");
        assertThat(health.detail()).isEqualTo("3 pilots are alive, 1 idle.");
    }

    @Test
    void usesTheSingularForOne() {
        Health health = of(
                Map.of(JobState.DEFINED, 1L, JobState.RUNNING, 1L, JobState.DISPATCHED, 1L, JobState.TEMPLATE, 1L),
                Map.of(PilotState.BUSY, 1L));

        assertThat(health.sentence()).startsWith("1 job waits, 1 runs;");
        assertThat(health.detail())
                .isEqualTo("1 job was just handed to a pilot. 1 pilot is alive, 0 idle."
                        + " 1 job is held, by somebody or by its workflow.");
    }

    @Test
    void isBrokenWhenJobsWaitAndNoPilotSpeaks() {
        Health health = of(
                Map.of(JobState.DEFINED, 9L),
                Map.of(PilotState.SUBMITTED, 2L, PilotState.LOST, 4L),
                new ChangeRow(JobState.FAILED, 0, 0, 0, 0, 3));

        assertThat(health.badge().look()).isEqualTo("broken");
        assertThat(health.sentence()).isEqualTo("Broken: 9 jobs wait and no pilot is alive.");
        assertThat(health.detail())
                .isEqualTo("2 are ordered and have not spoken yet. In 24 h 0 finished and 3 failed.");
    }

    @Test
    void isInOrderWithoutPilotsWhenNothingWaits() {
        Health health = of(Map.of(JobState.FINISHED, 1L), Map.of());

        assertThat(health.badge().look()).isEqualTo("ok");
        assertThat(health.sentence()).startsWith("No job waits, none runs;");
    }

    @Test
    void keepsANumberAndItsUnitOnOneLine() {
        var health =
                new Health(new Badge("late", "late", true), "The last x3 result came 3 min 10 s after 2 jobs.", "");

        assertThat(health.heading()).isEqualTo("The last x3 result came 3\u00a0min\u00a010\u00a0s after 2 jobs.");
    }
}
