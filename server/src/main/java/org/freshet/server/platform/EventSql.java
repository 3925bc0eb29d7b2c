package org.freshet.server.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Appends to the history of things that are edited one at a time; jobs and pilots write theirs with each change. */
@Repository
public class EventSql {

    private static final String APPEND = """
            insert into event (entity, entity_id, from_state, to_state, actor, reason, data)
            values (:entity, :id, :from, :to, :actor, :reason, :data::jsonb)
            """;

    private final JdbcClient db;

    EventSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * Writes down a change, in the caller's transaction.
     *
     * @param entity kind of thing, for example {@code site}
     * @param actor for example {@code user mara} or {@code service start}
     */
    public void append(
            String entity, long id, @Nullable String from, String to, String actor, @Nullable String reason) {
        append(entity, id, from, to, actor, reason, null);
    }

    /**
     * Writes down a change with its particulars, in the caller's transaction.
     *
     * @param data JSON: what changed besides the state
     */
    public void append(
            String entity,
            long id,
            @Nullable String from,
            String to,
            String actor,
            @Nullable String reason,
            @Nullable String data) {
        db.sql(APPEND)
                .param("entity", entity)
                .param("id", id)
                .param("from", from)
                .param("to", to)
                .param("actor", actor)
                .param("reason", reason)
                .param("data", data)
                .update();
    }
}
