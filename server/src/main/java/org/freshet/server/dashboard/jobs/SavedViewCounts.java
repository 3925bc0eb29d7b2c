package org.freshet.server.dashboard.jobs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.job.JobOrder;
import org.freshet.server.job.MatchingJobsSql;
import org.freshet.server.job.MatchingJobsSql.Part;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many jobs the kept lists have. All who look share what was counted in the last seconds; what cannot be counted to its
 * end quickly has no number.
 */
@Component
class SavedViewCounts {

    private static final long KEPT = TimeUnit.SECONDS.toNanos(10);

    /** Lists whose numbers are kept; there are hardly ever more. */
    private static final int MOST = 1000;

    private final ClockSql clock;
    private final MatchingJobsSql matching;
    private final Map<String, Counted> known = new ConcurrentHashMap<>();

    SavedViewCounts(ClockSql clock, MatchingJobsSql matching) {
        this.clock = clock;
        this.matching = matching;
    }

    /** @param count null = not known */
    private record Counted(long at, @Nullable Long count) {

        boolean isOld() {
            return System.nanoTime() - at > KEPT;
        }
    }

    /** The number of the list with this address behind the question mark; null if it is not known. */
    @Nullable
    Long of(String query) {
        var before = known.get(query);
        if (before != null && !before.isOld()) {
            return before.count();
        }
        if (known.size() > MOST) {
            known.clear();
        }
        var now = new Counted(System.nanoTime(), count(query));
        known.put(query, now);
        return now.count();
    }

    private @Nullable Long count(String query) {
        var filter = JobListReader.filter(BulkPageReader.parameters(query));
        if (filter.isEmpty() || !filter.ignored().isEmpty()) {
            return null; // the list of all has its number in its heading
        }
        var way = matching.way(JobListReader.criteria(filter, clock.now()));
        var all = new Part(
                JobOrder.NEWEST, false, null, null, MatchingJobsSql.LOOKED_THROUGH, MatchingJobsSql.LOOKED_THROUGH);
        return matching.endOfSearch(way, all).isPresent() ? null : Long.valueOf(matching.count(way, all));
    }
}
