package org.freshet.server.dashboard.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Where in a list by time, newest first, a page begins: like {@link Position}, for what has no ids of its own. At most one
 * of the three is set.
 *
 * @param after below this entry
 * @param before directly above this entry
 * @param top at this entry, as the page was when it was first shown
 */
public record TimePosition(
        @Nullable Place after,
        @Nullable Place before,
        @Nullable Place top) {

    public static final TimePosition NEWEST = new TimePosition(null, null, null);

    /** The first of the three that is a place; the names are those of {@link Position}. */
    public static TimePosition parse(MultiValueMap<String, String> query) {
        var after = Place.parse(query.getFirst("after")).orElse(null);
        var before = after == null ? Place.parse(query.getFirst("before")).orElse(null) : null;
        var top = after == null && before == null
                ? Place.parse(query.getFirst("top")).orElse(null)
                : null;
        return new TimePosition(after, before, top);
    }

    boolean isAtTheNewest() {
        return after == null && before == null;
    }

    /** All entries of the page are below this place; null for no limit. */
    @Nullable
    public Place below() {
        return top == null ? after : top.above();
    }

    /** The entries of the page, newest first, of the one more than {@link Position#PAGE} that was asked for. */
    public <T> List<T> page(List<T> found) {
        if (found.size() <= Position.PAGE) {
            return found;
        }
        return before == null
                ? found.subList(0, Position.PAGE)
                : found.subList(found.size() - Position.PAGE, found.size());
    }

    /** Places a page of a list that counts what came since. */
    public Pager pager(Filter filter, List<Place> places, int found, long arrived) {
        var begin = top != null || places.isEmpty() ? top : places.getFirst();
        return pager(filter, places, found, arrived, begin == null ? filter.href() : href(filter, "top", begin));
    }

    /** Places a page of a list that does not. */
    public Pager pager(Filter filter, List<Place> places, int found) {
        return pager(filter, places, found, 0, filter.href());
    }

    private Pager pager(Filter filter, List<Place> places, int found, long arrived, String newest) {
        var goesOn = found > places.size() || before != null;
        return new Pager(
                places.size(),
                isAtTheNewest() ? null : href(filter, "before", places.isEmpty() ? bottom() : places.getFirst()),
                goesOn && !places.isEmpty() ? href(filter, "after", places.getLast()) : null,
                arrived,
                filter.href(),
                live(filter, newest));
    }

    /** Above an empty page stands what it began behind. */
    private Place bottom() {
        return after != null
                ? after.below()
                : Place.parse("0001-01-01T00:00:00Z,,0").orElseThrow();
    }

    private String live(Filter filter, String newest) {
        if (after != null) {
            return href(filter, "after", after);
        }
        return before == null ? newest : href(filter, "before", before);
    }

    public static String href(Filter filter, String key, Place place) {
        return filter.href()
                + (filter.isEmpty() ? "?" : "&")
                + key
                + "="
                + URLEncoder.encode(place.toString(), StandardCharsets.UTF_8)
                        .replace("%2C", ",")
                        .replace("%3A", ":");
    }
}
