package org.freshet.server.platform;

import java.util.List;
import java.util.function.Function;
import org.freshet.protocol.Page;

/** Cuts a page from a list that was asked for one row more, which tells whether there is a next page. */
public final class Pages {

    private Pages() {}

    /**
     * The page.
     *
     * @param rows up to {@code limit} + 1
     * @param key of a row, from which the next page goes on
     */
    public static <T> Page<T> cut(List<T> rows, int limit, Function<T, ?> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        var shown = rows.subList(0, limit);
        return new Page<>(shown, String.valueOf(key.apply(shown.getLast())));
    }
}
