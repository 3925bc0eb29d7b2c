package org.freshet.server.dashboard.page;

import java.util.List;

/**
 * The part of a long list that is looked through for one page: ids between these two, which are not part of it.
 *
 * @param above 0 if it reaches to the oldest
 * @param below {@link Long#MAX_VALUE} if it reaches to the newest
 */
public record Reach(long above, long below) {

    public static final Reach ALL = new Reach(0, Long.MAX_VALUE);

    public boolean isToTheOldest() {
        return above <= 0;
    }

    public boolean isToTheNewest() {
        return below == Long.MAX_VALUE;
    }

    /** What of it came after an id. */
    public Reach after(long id) {
        return new Reach(Math.max(above, id), below);
    }

    /** Whether a page of rows ends because the search does, and not the list. */
    public boolean cuts(Position position, int found) {
        return found <= Position.PAGE && !(position.before() == null ? isToTheOldest() : isToTheNewest());
    }

    /**
     * Lets the search go on behind a page that ends because it does.
     *
     * @param pager as if the list ended there
     * @param ids of the page's rows, highest first
     */
    public Pager goOn(Pager pager, Filter filter, Position position, List<Long> ids, int found) {
        if (!cuts(position, found)) {
            return pager;
        }
        var before = position.before();
        if (before == null) {
            return new Pager(
                    pager.shown(),
                    pager.newer(),
                    filter.href("after", above + 1),
                    pager.arrived(),
                    pager.newest(),
                    pager.live());
        }
        return new Pager(
                pager.shown(),
                filter.href("before", below - 1),
                ids.isEmpty() ? filter.href("after", before + 1) : pager.older(),
                pager.arrived(),
                pager.newest(),
                pager.live());
    }
}
