package org.freshet.server.dashboard;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Makes the first page. All its numbers are of one moment, so that they agree. */
@Component
class OverviewReader {

    private static final int NOTES = 8;
    private static final int FAILED = 8;

    /** The changes that the table lists, in its order. */
    private static final List<JobState> CHANGES = List.of(
            JobState.DEFINED,
            JobState.RUNNING,
            JobState.FINISHED,
            JobState.FAILED,
            JobState.EXPIRED,
            JobState.CANCELLED);

    private final ClockSql clock;
    private final OverviewSql overview;
    private final PilotPagesSql pilots;
    private final JobListSql jobs;
    private final AlarmReader alarms;
    private final Words words;

    OverviewReader(
            ClockSql clock,
            OverviewSql overview,
            PilotPagesSql pilots,
            JobListSql jobs,
            AlarmReader alarms,
            Words words) {
        this.clock = clock;
        this.overview = overview;
        this.pilots = pilots;
        this.jobs = jobs;
        this.alarms = alarms;
        this.words = words;
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public OverviewPage read() {
        Instant now = clock.now();
        SequencedMap<JobState, Long> jobStates = overview.states();
        SequencedMap<PilotState, Long> pilotStates = pilots.states();
        List<ChangeRow> changes = listed(overview.changes());
        List<Alarm> wrong = alarms.read(now);
        return new OverviewPage(
                Moment.of(now, now),
                alarms.shown(wrong),
                Health.of(jobStates, pilotStates, changes, wrong, words),
                bar(jobStates, state -> !state.isFinal()),
                bar(jobStates, JobState::isFinal),
                PilotListReader.bar(pilotStates, PilotState::isAlive),
                PilotListReader.bar(pilotStates, state -> !state.isAlive()),
                changes,
                overview.notes(NOTES),
                jobs.latestFailed(FAILED));
    }

    private static StateBar bar(SequencedMap<JobState, Long> counts, Predicate<JobState> which) {
        SequencedMap<Badge, Long> parts = new LinkedHashMap<>();
        counts.forEach((state, count) -> {
            if (which.test(state)) {
                parts.put(Badge.of(state), count);
            }
        });
        return StateBar.of(parts, JobListReader.PATH);
    }

    private static List<ChangeRow> listed(List<ChangeRow> found) {
        return CHANGES.stream()
                .map(state -> found.stream()
                        .filter(row -> row.state() == state)
                        .findFirst()
                        .orElseGet(() -> ChangeRow.none(state)))
                .toList();
    }
}
