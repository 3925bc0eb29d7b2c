package org.freshet.server.dashboard.failures;

import java.util.List;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.FailureReason;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * The page of failures.
 *
 * @param count how many are unresolved, in words
 * @param sum how that comes out of all that failed, in words
 * @param views which failures may be listed
 * @param ways how they may be grouped
 * @param times since when they may be listed
 * @param cut says that not all were looked at; null if all were
 * @param below how the list goes on, and where it began
 * @param hosts those on which most jobs fail, first
 * @param bans those that stand first
 * @param question whether to ban a host; null if nobody asks
 * @param acknowledged the latest, latest first
 * @param empty what to say instead of groups; null if there are some
 */
record ErrorsPage(
        Moment at,
        ErrorsQuery query,
        String count,
        String sum,
        Explanation why,
        List<Choice> views,
        List<Choice> ways,
        List<Choice> times,
        List<FailureRow> rows,
        @Nullable String cut,
        Below below,
        List<HostRow> hosts,
        List<BanRow> bans,
        @Nullable BanQuestion question,
        List<AcknowledgedRow> acknowledged,
        List<String> types,
        @Nullable EmptyList empty) {

    /**
     * One of several ways to look at it.
     *
     * @param count in words; null if it has none
     */
    record Choice(String word, @Nullable String count, String href, boolean chosen) {}

    /**
     * The foot of the list.
     *
     * @param said how many groups are shown of how many
     * @param largest link to the largest; null if they are shown
     * @param smaller link to the smaller ones; null if there are none
     */
    record Below(
            String said, @Nullable String largest, @Nullable String smaller) {}

    public List<FailureReason> reasons() {
        return List.of(FailureReason.values());
    }

    public Filter filter() {
        return query.filter();
    }

    /** The address from which it keeps itself up to date, and to which forms lead back. */
    public String href() {
        var filter = query.filter().href();
        return query.after() == null ? filter : filter + (filter.contains("?") ? "&" : "?") + "after=" + query.after();
    }
}
