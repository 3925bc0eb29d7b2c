package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.Offer;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Reads what a pilot offers from a row that has the columns of table {@code pilot}. */
final class Offers {

    private Offers() {}

    static Offer read(ResultSet row, long remainingSeconds) throws SQLException {
        return new Offer(
                row.getInt("cores"),
                row.getInt("memory_mb"),
                row.getInt("disk_mb"),
                Rows.texts(row, "tags"),
                remainingSeconds);
    }

    /** Seconds; a pilot that never said how long it lives is not refused for it. */
    static long remaining(@Nullable Instant end, Instant now) {
        return end == null ? Long.MAX_VALUE : Duration.between(now, end).toSeconds();
    }
}
