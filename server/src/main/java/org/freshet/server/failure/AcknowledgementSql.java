package org.freshet.server.failure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps what people say of failures. */
@Repository
class AcknowledgementSql {

    private static final String ADD = """
            insert into acknowledgement (reason, exit_code, signal, jobtype, host, jobs, until, note, by)
            values (:reason, :exit, :signal, :jobtype, :host, :jobs, :until, :note, :by)
            returning *
            """;

    // Served by acknowledgement_standing. An older one speaks of failures that are not looked at.
    private static final String STANDING = """
            select *
            from acknowledgement
            where undone_at is null and until >= :since
            order by until desc, id desc
            limit 1000
            """;

    // Along acknowledgement_pk.
    private static final String LATEST = """
            select * from acknowledgement where id < :below order by id desc limit :limit
            """;

    private static final String UNDO = """
            update acknowledgement
            set undone_at = now(), undone_by = :by
            where id = :id and undone_at is null
            returning *
            """;

    private static final String ONE = """
            select * from acknowledgement where id = :id
            """;

    private final JdbcClient db;

    AcknowledgementSql(JdbcClient db) {
        this.db = db;
    }

    /** @param part of whose jobs it speaks */
    AcknowledgementView add(FailurePart part, String note, String by) {
        var key = part.key();
        return db.sql(ADD)
                .param("reason", key.reason().name())
                .param("exit", key.exitCode())
                .param("signal", key.signal())
                .param("jobtype", key.jobtype())
                .param("host", key.host())
                .param("jobs", part.jobs())
                .param("until", Rows.parameter(part.last()))
                .param("note", note)
                .param("by", by)
                .query(AcknowledgementSql::view)
                .single();
    }

    List<AcknowledgementView> standing(Instant since) {
        return db.sql(STANDING)
                .param("since", Rows.parameter(since))
                .query(AcknowledgementSql::view)
                .list();
    }

    List<AcknowledgementView> latest(long below, int limit) {
        return db.sql(LATEST)
                .param("below", below)
                .param("limit", limit)
                .query(AcknowledgementSql::view)
                .list();
    }

    /** None if it was undone before, or there is no such thing. */
    Optional<AcknowledgementView> undo(long id, String by) {
        return db.sql(UNDO)
                .param("id", id)
                .param("by", by)
                .query(AcknowledgementSql::view)
                .optional();
    }

    Optional<AcknowledgementView> find(long id) {
        return db.sql(ONE).param("id", id).query(AcknowledgementSql::view).optional();
    }

    private static AcknowledgementView view(ResultSet row, int n) throws SQLException {
        var key = FailedAttemptSql.key(row);
        return new AcknowledgementView(
                row.getLong("id"),
                key.reason(),
                key.exitCode(),
                key.signal(),
                key.jobtype(),
                key.host(),
                row.getLong("jobs"),
                Rows.requiredInstant(row, "until"),
                row.getString("note"),
                Rows.requiredInstant(row, "at"),
                row.getString("by"),
                Rows.instant(row, "undone_at"),
                row.getString("undone_by"));
    }
}
