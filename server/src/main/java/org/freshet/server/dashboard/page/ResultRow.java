package org.freshet.server.dashboard.page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of a query result with the types that the pages use; what is not known is null, never 0. */
public record ResultRow(ResultSet columns) {

    public String text(String column) throws SQLException {
        return required(textOrNull(column), column);
    }

    @Nullable
    public String textOrNull(String column) throws SQLException {
        return columns.getString(column);
    }

    public long number(String column) throws SQLException {
        return required(numberOrNull(column), column);
    }

    @Nullable
    public Long numberOrNull(String column) throws SQLException {
        long number = columns.getLong(column);
        return columns.wasNull() ? null : number;
    }

    public int integer(String column) throws SQLException {
        return Math.toIntExact(number(column));
    }

    @Nullable
    public Integer integerOrNull(String column) throws SQLException {
        Long number = numberOrNull(column);
        return number == null ? null : Math.toIntExact(number);
    }

    public boolean flag(String column) throws SQLException {
        return columns.getBoolean(column);
    }

    public Instant instant(String column) throws SQLException {
        return required(instantOrNull(column), column);
    }

    @Nullable
    public Instant instantOrNull(String column) throws SQLException {
        OffsetDateTime time = columns.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    public List<String> texts(String column) throws SQLException {
        return List.of((String[]) columns.getArray(column).getArray());
    }

    public <E extends Enum<E>> E choice(Class<E> type, String column) throws SQLException {
        return Enum.valueOf(type, text(column));
    }

    public <E extends Enum<E>> @Nullable E choiceOrNull(Class<E> type, String column) throws SQLException {
        String name = textOrNull(column);
        return name == null ? null : Enum.valueOf(type, name);
    }

    private static <T> T required(@Nullable T value, String column) {
        return Objects.requireNonNull(value, () -> "column " + column + " is null");
    }
}
