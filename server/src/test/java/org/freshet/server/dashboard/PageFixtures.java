package org.freshet.server.dashboard;

import java.time.Instant;
import java.util.List;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Rows with boring values, as the database would give them. */
final class PageFixtures {

    static final Instant NOW = Instant.parse("2026-11-20T03:12:47.250Z");

    private PageFixtures() {}

    /** The real words. */
    static Words words() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        return new Words(messages);
    }

    /** A job that nobody has touched since its definition 2 min before {@link #NOW}. */
    static JobFacts aJob(JobState state) {
        return new JobFacts(
                NOW,
                12,
                "printEnv",
                "monitor",
                state,
                state == JobState.FAILED ? FailureReason.EXIT_CODE : null,
                null,
                0,
                null,
                null,
                null,
                0,
                0,
                0,
                NOW.minusSeconds(120),
                null,
                null,
                state.isFinal() ? NOW : null,
                null,
                "mara",
                null,
                "/bin/true",
                1000,
                0,
                3,
                false,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                0,
                0,
                List.of(),
                null,
                null);
    }

    /** A job that pilot 4 on host b6d09b7731 took 60 s before {@link #NOW} and started 59 s before it. */
    static JobFacts aStartedJob(JobState state) {
        boolean failed = state == JobState.FAILED;
        return aStartedJob(state, failed ? FailureReason.EXIT_CODE : null, failed ? "It ended with 65." : null);
    }

    /** The same with a reason and a message of one's own. */
    static JobFacts aStartedJob(JobState state, @Nullable FailureReason reason, @Nullable String message) {
        return new JobFacts(
                NOW,
                12,
                "printEnv",
                "monitor",
                state,
                reason,
                message,
                1,
                4L,
                state == JobState.FAILED ? Integer.valueOf(65) : null,
                null,
                5,
                0,
                0,
                NOW.minusSeconds(120),
                NOW.minusSeconds(60),
                NOW.minusSeconds(59),
                state.isFinal() ? NOW.minusSeconds(9) : null,
                NOW.plusSeconds(600),
                "mara",
                "key-1",
                "/bin/true --flag",
                1000,
                2,
                3,
                true,
                List.of("summary.json"),
                NOW.minusSeconds(151),
                5077L,
                12L,
                "{\n    \"a\": 1\n}",
                null,
                null,
                null,
                1,
                4096,
                100,
                List.of("gpu"),
                "local",
                "b6d09b7731");
    }

    /** An attempt of pilot 4, dispatched 60 s before {@link #NOW}; with a result it ended 9 s before it. */
    static AttemptRow anAttempt(int number, @Nullable String result) {
        return new AttemptRow(
                NOW,
                number,
                4,
                "local",
                "b6d09b7731",
                null,
                result == null,
                NOW.minusSeconds(60),
                NOW.minusSeconds(59),
                result == null ? null : NOW.minusSeconds(9),
                result,
                null,
                null,
                null,
                null,
                result == null ? null : Long.valueOf(48_500),
                result == null ? null : Integer.valueOf(1900));
    }

    /** That attempt as a row of a list. */
    static RunRow aRun(long job, @Nullable String result) {
        return new RunRow(job, "<b>noise</b>", "monitor", "5077.14", anAttempt(1, result));
    }

    /** A page's foot with nothing before and nothing behind it. */
    static Pager aPager(String path) {
        return new Pager(1, null, null, 0, path, path);
    }

    static Explanation anExplanation() {
        return new Explanation(
                NOW,
                Explanation.Look.LATE,
                "It is so.",
                List.of("The batch system said so."),
                "Wait.",
                "freshet job cancel 12",
                List.of());
    }

    static HistoryRow aChange(@Nullable JobState from, JobState to, String actor, @Nullable String reason) {
        return new HistoryRow(
                Moment.of(NOW.minusSeconds(9), NOW), from == null ? null : from.name(), to.name(), actor, reason, 1);
    }

    static JobRow aRow(long id, JobState state) {
        return aRow(id, state, state != JobState.DEFINED && state != JobState.TEMPLATE);
    }

    /** @param claimed whether a pilot has ever taken it */
    static JobRow aRow(long id, JobState state, boolean claimed) {
        return new JobRow(
                NOW,
                id,
                "printEnv",
                "monitor",
                state,
                state == JobState.FAILED ? FailureReason.EXIT_CODE : null,
                state == JobState.FAILED ? Integer.valueOf(65) : null,
                null,
                claimed ? 1 : 0,
                0,
                5077L,
                14L,
                null,
                claimed ? "b6d09b7731" : null,
                NOW.minusSeconds(120),
                claimed ? NOW.minusSeconds(60) : null,
                claimed ? NOW.minusSeconds(59) : null,
                state.isFinal() ? NOW.minusSeconds(9) : null,
                null,
                null);
    }

    /** A dataset of workflow 3 that the vertex {@code left}, job 12, hands to {@code join}, job 14. */
    static DatasetRow aDataset(long id, DatasetState state, JobState source) {
        return new DatasetRow(
                id,
                3L,
                "/data/" + id + ".txt",
                "CLEAN",
                "TXT",
                state,
                12L,
                "left",
                source,
                14L,
                "join",
                Moment.of(NOW.minusSeconds(120), NOW),
                state == DatasetState.WRITTEN ? Moment.of(NOW.minusSeconds(9), NOW) : null);
    }

    /** A dataset of no workflow. */
    static DatasetRow aBroughtDataset(long id, DatasetState state) {
        return new DatasetRow(
                id,
                null,
                "/data/<b>" + id + "</b>.txt",
                "",
                "TXT",
                state,
                null,
                null,
                null,
                null,
                null,
                Moment.of(NOW.minusSeconds(120), NOW),
                state == DatasetState.WRITTEN ? Moment.of(NOW.minusSeconds(9), NOW) : null);
    }

    /** A pilot of which nothing was heard yet, or which is all that its state says. */
    static PilotRow aPilot(long id, PilotState state) {
        boolean spoke = state != PilotState.SUBMITTED;
        return new PilotRow(
                NOW,
                id,
                "local",
                state,
                null,
                state == PilotState.DRAINING ? PilotAction.DRAIN : null,
                null,
                spoke ? "b6d09b7731" : null,
                null,
                null,
                spoke ? "Payloads run as the pilot's own user freshet." : null,
                1,
                0,
                0,
                List.of(),
                3,
                NOW.minusSeconds(300),
                spoke ? NOW.minusSeconds(290) : null,
                spoke ? NOW.minusSeconds(2) : null,
                spoke ? NOW.plusSeconds(38) : null,
                null,
                state.isAlive() ? null : NOW.minusSeconds(1),
                state == PilotState.BUSY ? Long.valueOf(12) : null,
                state == PilotState.BUSY ? Integer.valueOf(1) : null,
                null,
                -8);
    }

    /** An alarm of a late type that began 300 s before {@link #NOW}, and is in this state since 9 s. */
    static AlarmRow anAlarm(long id, AlarmState state) {
        return new AlarmRow(
                NOW,
                id,
                AlarmRule.LATE,
                "femb",
                AlarmSeverity.LATE,
                state,
                "femb is <i>late</i>",
                "femb is late: its oldest waiting job waits for 14 min 05 s; the limit is 10 min.",
                "Job 12 waits for longest. Why:",
                "freshet explain 12",
                NOW.minusSeconds(300),
                state == AlarmState.CLEARED ? NOW.minusSeconds(9) : null,
                state == AlarmState.ACKNOWLEDGED
                        ? new AlarmRow.Known(Moment.of(NOW.minusSeconds(9), NOW), "mara", "mail <b>sent</b>")
                        : null,
                state == AlarmState.SILENCED ? aSilence(3) : null);
    }

    /** All alarms of late types are silent for an hour. */
    static SilenceRow aSilence(long id) {
        return new SilenceRow(
                id, AlarmRule.LATE, null, "<b>calibration</b>", Moment.of(NOW.plusSeconds(3600), NOW), "tom");
    }
}
