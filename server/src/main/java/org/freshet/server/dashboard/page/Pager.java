package org.freshet.server.dashboard.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The foot of a list.
 *
 * @param shown rows on this page
 * @param newer link to the page above; null at the newest
 * @param older link to the page below; null at the oldest
 * @param arrived how many newer ones came since the page was first shown
 * @param newest link to the newest
 * @param live address under which this same page, with these same rows, is fetched again
 */
public record Pager(
        int shown, @Nullable String newer, @Nullable String older, long arrived, String newest, String live) {

    /**
     * Places a page among its neighbours.
     *
     * @param ids of its rows, highest first
     * @param found how many rows the query gave, one more than fit if the list goes on
     */
    public static Pager of(Filter filter, Position position, List<Long> ids, int found, long arrived) {
        long first = ids.isEmpty() ? bottom(position) : ids.getFirst();
        long last = ids.isEmpty() ? 0 : ids.getLast();
        boolean newest = position.after() == null && position.before() == null;
        boolean goesOn = found > ids.size() || position.before() != null;
        return new Pager(
                ids.size(),
                newest ? null : filter.href("before", first),
                goesOn ? filter.href("after", last) : null,
                arrived,
                filter.href(),
                live(filter, position, first));
    }

    /** Below an empty page the next newer row is the one that the page began after. */
    private static long bottom(Position position) {
        return position.after() == null ? 0 : position.after() - 1;
    }

    private static String live(Filter filter, Position position, long first) {
        if (position.after() != null) {
            return filter.href("after", position.after());
        }
        if (position.before() != null) {
            return filter.href("before", position.before());
        }
        return filter.href("top", position.top() == null ? first : position.top());
    }
}
