package org.freshet.server.dashboard.page;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Where in a list, newest first, a page begins. At most one of the three is set; none means at the newest.
 *
 * @param after below this id
 * @param before directly above this id
 * @param top at this id, as the page was when it was first shown: what came since is counted, not listed
 */
public record Position(
        @Nullable Long after,
        @Nullable Long before,
        @Nullable Long top) {

    /** Rows of one page. */
    public static final int PAGE = 50;

    public static final Position NEWEST = new Position(null, null, null);

    private static final Set<String> NAMES = Set.of("after", "before", "top");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** The first of the three that is a number; a URL with several is not one of ours. */
    public static Position parse(MultiValueMap<String, String> query) {
        Long after = number(query.getFirst("after"));
        Long before = after == null ? number(query.getFirst("before")) : null;
        Long top = after == null && before == null ? number(query.getFirst("top")) : null;
        return new Position(after, before, top);
    }

    /** The parameters that are not about the place. */
    public static MultiValueMap<String, String> others(MultiValueMap<String, String> query) {
        MultiValueMap<String, String> others = new LinkedMultiValueMap<>(query);
        NAMES.forEach(others::remove);
        return others;
    }

    /** All ids of the page are below this one; null for no limit. */
    @Nullable
    public Long below() {
        return top == null ? after : Long.valueOf(top + 1);
    }

    /** The rows of the page, newest first, of the one more than {@link #PAGE} that was asked for. */
    public <T> List<T> page(List<T> found) {
        if (found.size() <= PAGE) {
            return found;
        }
        return before == null ? found.subList(0, PAGE) : found.subList(found.size() - PAGE, found.size());
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }
}
