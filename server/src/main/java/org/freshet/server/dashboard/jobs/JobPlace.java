package org.freshet.server.dashboard.jobs;

import java.util.List;
import java.util.Set;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.job.JobOrder;
import org.freshet.server.job.MatchingJobsSql;
import org.freshet.server.job.MatchingJobsSql.Part;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Where in the list of jobs, in one of its orders, a page begins.
 *
 * @param after behind this job
 * @param before directly before this job
 * @param top only jobs that were there when the page was first shown: none with a higher id. What came since is counted, not listed
 */
record JobPlace(
        @Nullable Long after,
        @Nullable Long before,
        @Nullable Long top) {

    static final JobPlace FIRST = new JobPlace(null, null, null);

    /** A look at so many jobs is cheap. */
    private static final long NEAR = 1000;

    private static final Set<String> NAMES = Set.of("after", "before", "top");

    static JobPlace parse(MultiValueMap<String, String> query) {
        Long after = number(query.getFirst("after"));
        return new JobPlace(
                after, after == null ? number(query.getFirst("before")) : null, number(query.getFirst("top")));
    }

    /** The parameters that are not about the place. */
    static MultiValueMap<String, String> others(MultiValueMap<String, String> query) {
        MultiValueMap<String, String> others = new LinkedMultiValueMap<>(query);
        NAMES.forEach(others::remove);
        return others;
    }

    boolean isFirst() {
        return after == null && before == null;
    }

    boolean isBackward() {
        return before != null;
    }

    @Nullable
    Long key() {
        return before == null ? after : before;
    }

    /** The rows of the page, and one more if the list goes on. */
    Part part(JobOrder order) {
        return new Part(order, isBackward(), key(), top, MatchingJobsSql.LOOKED_THROUGH, Position.PAGE + 1);
    }

    /** The rows of the page, in the order of the list, of the one more that was asked for. */
    <T> List<T> page(List<T> found) {
        if (found.size() <= Position.PAGE) {
            return found;
        }
        return isBackward()
                ? found.subList(found.size() - Position.PAGE, found.size())
                : found.subList(0, Position.PAGE);
    }

    /**
     * Its page among its neighbours. Where the search ended early, it goes on from there.
     *
     * @param newest id of the newest job of all
     */
    Pager pager(
            Filter filter, JobOrder order, List<Long> ids, int found, @Nullable Long end, long arrived, long newest) {
        var goesOn = found > ids.size() || isBackward();
        return new Pager(
                ids.size(),
                isFirst() ? null : filter.href("before", end != null && isBackward() ? end : top(order, ids)),
                end != null && !isBackward()
                        ? filter.href("after", end)
                        : goesOn ? filter.href("after", bottom(order, ids)) : null,
                arrived,
                filter.href(),
                live(filter, order, ids, newest));
    }

    /** The first job of the page, or that behind which it would begin. */
    private long top(JobOrder order, List<Long> ids) {
        if (!ids.isEmpty()) {
            return ids.getFirst();
        }
        // The job of the key itself is on the page before this one.
        return order == JobOrder.NEWEST && !isBackward() ? keyOrNone() - 1 : keyOrNone();
    }

    private long bottom(JobOrder order, List<Long> ids) {
        if (!ids.isEmpty()) {
            return ids.getLast();
        }
        return order == JobOrder.NEWEST ? keyOrNone() + 1 : keyOrNone();
    }

    private long keyOrNone() {
        Long key = key();
        return key == null ? 0 : key;
    }

    private String live(Filter filter, JobOrder order, List<Long> ids, long newest) {
        var highest = top == null ? highest(ids, newest) : top;
        if (isFirst()) {
            return filter.href("top", highest);
        }
        var here = after != null ? filter.href("after", after) : filter.href("before", before == null ? 0 : before);
        // In these orders what is new may come in between.
        return order.hasKey() && highest > 0 ? here + "&top=" + highest : here;
    }

    /**
     * Behind this one jobs count as new. The same for all who see the same page, so that they share its updates; but where the
     * newest that matches is far back, all jobs after it would be looked through again and again.
     */
    private static long highest(List<Long> ids, long newest) {
        var highest = ids.stream().mapToLong(Long::longValue).max().orElse(0);
        return highest < newest - NEAR ? newest : highest;
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Ids.number(text).orElse(null);
    }
}
