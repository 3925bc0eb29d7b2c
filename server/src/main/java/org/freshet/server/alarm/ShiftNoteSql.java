package org.freshet.server.alarm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.ShiftNoteView;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps what shifters want others to know. Never changed. */
@Repository
class ShiftNoteSql {

    private static final String ADD = """
            insert into shift_note (author, body) values (:author, :body) returning *
            """;

    // Along shift_note_pk, from its end.
    private static final String LIST = """
            select * from shift_note where :after::bigint is null or id < :after order by id desc limit :limit + 1
            """;

    private final JdbcClient db;

    ShiftNoteSql(JdbcClient db) {
        this.db = db;
    }

    ShiftNoteView add(String author, String body) {
        return db.sql(ADD)
                .param("author", author)
                .param("body", body)
                .query(ShiftNoteSql::note)
                .single();
    }

    /** Newest first, up to the limit and one more. */
    List<ShiftNoteView> list(@Nullable Long after, int limit) {
        return db.sql(LIST)
                .param("after", after)
                .param("limit", limit)
                .query(ShiftNoteSql::note)
                .list();
    }

    private static ShiftNoteView note(ResultSet row, int n) throws SQLException {
        return new ShiftNoteView(
                row.getLong("id"), Rows.requiredInstant(row, "at"), row.getString("author"), row.getString("body"));
    }
}
