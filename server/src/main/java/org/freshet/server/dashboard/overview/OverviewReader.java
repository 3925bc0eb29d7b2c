package org.freshet.server.dashboard.overview;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.alarms.Alarm;
import org.freshet.server.dashboard.alarms.AlarmReader;
import org.freshet.server.dashboard.freshness.Span;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.dashboard.pilots.PilotListReader;
import org.freshet.server.dashboard.pilots.PilotPagesSql;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes the first page. All its numbers are of one moment, so that they agree. It takes a fixed handful of statements, however
 * many jobs, types or viewers there are; each of them names the index or the sums that serve it.
 */
@Component
public class OverviewReader {

    /** The changes that the table lists, in its order. */
    private static final List<JobState> CHANGES = List.of(
            JobState.DEFINED,
            JobState.RUNNING,
            JobState.FINISHED,
            JobState.FAILED,
            JobState.EXPIRED,
            JobState.CANCELLED);

    private final JobCounts jobs;
    private final OverviewSql overview;
    private final PilotPagesSql pilots;
    private final AlarmReader alarms;
    private final OverviewCharts charts;
    private final OverviewLists lists;
    private final Words words;

    OverviewReader(
            JobCounts jobs,
            OverviewSql overview,
            PilotPagesSql pilots,
            AlarmReader alarms,
            OverviewCharts charts,
            OverviewLists lists,
            Words words) {
        this.jobs = jobs;
        this.overview = overview;
        this.pilots = pilots;
        this.alarms = alarms;
        this.charts = charts;
        this.lists = lists;
        this.words = words;
    }

    /**
     * The page as it is now.
     *
     * @param span of its charts
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public OverviewPage read(Span span) {
        OverviewSql.Clock clock = overview.clock();
        SequencedMap<JobState, Long> jobStates = jobs.states();
        SequencedMap<PilotState, Long> pilotStates = pilots.states();
        List<ChangeRow> changes = listed(overview.changes(clock.tallied()));
        List<Alarm> wrong = alarms.read(clock.now());
        OverviewCharts.Drawn drawn = charts.read(span, clock);
        return new OverviewPage(
                clock.now(),
                span,
                alarms.banners(wrong),
                Health.of(jobStates, pilotStates, changes, wrong, drawn.fresh(), words),
                bar(jobStates, state -> !state.isFinal()),
                bar(jobStates, JobState::isFinal),
                PilotListReader.bar(pilotStates, PilotState::isAlive),
                PilotListReader.bar(pilotStates, state -> !state.isAlive()),
                changes,
                drawn,
                lists.read());
    }

    /** The counts of the states that {@code which} accepts, as a bar that links to the list. */
    static StateBar bar(SequencedMap<JobState, Long> counts, Predicate<JobState> which) {
        return StateBar.of(parts(counts, which), Paths.JOBS);
    }

    public static SequencedMap<Badge, Long> parts(SequencedMap<JobState, Long> counts, Predicate<JobState> which) {
        SequencedMap<Badge, Long> parts = new LinkedHashMap<>();
        counts.forEach((state, count) -> {
            if (which.test(state)) {
                parts.put(Badge.of(state), count);
            }
        });
        return parts;
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
