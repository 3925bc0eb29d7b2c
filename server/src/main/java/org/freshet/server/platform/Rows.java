package org.freshet.server.platform;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the column types that JDBC does not know by itself from a row, with null where the database has null. */
public final class Rows {

    private Rows() {}

    /** A {@code timestamptz} that may be null. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** A {@code timestamptz} of a column that is never null. */
    public static Instant requiredInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** An {@code integer} that may be null. */
    public static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Integer.class);
    }

    /** A {@code bigint} that may be null. */
    public static @Nullable Long bigint(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }

    /** A {@code text[]}; empty for null. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    /** An {@code integer[]}; empty for null. */
    public static List<Integer> integers(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((Integer[]) array.getArray());
    }

    /** A {@code bigint[]}; empty for null. */
    public static List<Long> bigints(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((Long[]) array.getArray());
    }

    /** The value of a parameter of type {@code timestamptz}. */
    public static @Nullable OffsetDateTime parameter(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
