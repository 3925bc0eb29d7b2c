package org.freshet.server.platform;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** Turns rows into the array parameters of a set-based statement ({@code unnest}), one per column. */
public final class Columns {

    private Columns() {}

    /**
     * One column of the rows.
     *
     * @param type PostgreSQL's name of the element type, for example {@code bigint}
     */
    public static <T> SqlArrayValue array(String type, Collection<T> rows, Function<T, @Nullable Object> column) {
        return new SqlArrayValue(type, rows.stream().map(column).toArray());
    }

    /** The values themselves as {@code bigint[]}. */
    public static SqlArrayValue bigints(Collection<Long> values) {
        return new SqlArrayValue("bigint", values.toArray());
    }

    /** The values themselves as {@code text[]}. */
    public static SqlArrayValue texts(Collection<String> values) {
        return new SqlArrayValue("text", values.toArray());
    }
}
