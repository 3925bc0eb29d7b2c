package org.freshet.server.dashboard.past;

import java.time.Instant;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.overview.JobCountSql;
import org.freshet.server.dashboard.overview.JobCounts;
import org.freshet.server.dashboard.overview.OverviewReader;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes the overview as it was at a moment: the states of now, less what happened since. That is exact except for jobs that
 * were purged or deleted meanwhile, of which nothing is known any more.
 */
@Component
class PastReader {

    private final PastSql sql;
    private final JobCounts jobs;
    private final Words words;

    PastReader(PastSql sql, JobCounts jobs, Words words) {
        this.sql = sql;
        this.jobs = jobs;
        this.words = words;
    }

    /**
     * The page as it was.
     *
     * @param asked the moment, as an address says it
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PastPage read(String asked) {
        var clock = sql.clock();
        var past = Past.of(Paths.OVERVIEW, asked, clock.now(), clock.first(), words);
        if (!past.isKnown()) {
            return new PastPage(past, null);
        }
        var states = states(past.moment(), clock.tallied());
        return new PastPage(
                past,
                new PastPage.Counted(
                        bar(states, past, state -> !state.isFinal()),
                        bar(states, past, JobState::isFinal),
                        sql.pilots(past.moment())));
    }

    /** Jobs by state at a moment; within a transaction of a single snapshot. */
    SequencedMap<JobState, Long> states(Instant at, Instant tallied) {
        var now = jobs.states();
        var grown = sql.since(at, tallied);
        var states = JobCountSql.none();
        states.replaceAll((state, none) -> Math.max(0, now.getOrDefault(state, 0L) - grown.getOrDefault(state, 0L)));
        return states;
    }

    private static StateBar bar(SequencedMap<JobState, Long> states, Past past, Predicate<JobState> which) {
        return StateBar.of(OverviewReader.parts(states, which), past.jobs(), "&state=");
    }
}
