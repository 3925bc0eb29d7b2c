package org.freshet.server.explain;

import java.util.List;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What became of a thing lately. */
@Repository
class ChangeSql {

    // Served by event_of_entity.
    private static final String LATEST = """
            select at, from_state, to_state, actor, reason
            from event
            where entity = :entity and entity_id = :id
            order by at desc
            limit 20
            """;

    private final JdbcClient db;

    ChangeSql(JdbcClient db) {
        this.db = db;
    }

    /** The latest first. */
    List<Change> latest(String entity, long id) {
        return db.sql(LATEST)
                .param("entity", entity)
                .param("id", id)
                .query((row, n) -> new Change(
                        Rows.requiredInstant(row, "at"),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getString("actor"),
                        row.getString("reason")))
                .list();
    }
}
