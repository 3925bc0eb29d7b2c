package org.freshet.server.dashboard.page;

import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the history of one thing. */
@Component
public class HistorySql {

    // Served by event_of_entity. The latest are the ones that are read; a job that changed more often is a story of its
    // own.
    private static final String OF_ONE = """
            select now() as now, at, from_state, to_state, actor, reason, attempt
              from (select *
                      from event
                     where entity = :entity
                       and entity_id = :id
                     order by at desc
                     limit 500) latest
             order by at
            """;

    private final JdbcClient db;

    HistorySql(JdbcClient db) {
        this.db = db;
    }

    /** The latest 500 changes of a job, oldest first. */
    public List<HistoryRow> ofJob(long id) {
        return of("job", id);
    }

    /** The latest 500 changes of a pilot, oldest first. */
    public List<HistoryRow> ofPilot(long id) {
        return of("pilot", id);
    }

    /** The latest 500 changes of a workflow, oldest first. */
    public List<HistoryRow> ofWorkflow(long id) {
        return of("workflow", id);
    }

    /** The latest 500 changes of a dataset, oldest first. Only one of no workflow has a history of its own. */
    public List<HistoryRow> ofDataset(long id) {
        return of("dataset", id);
    }

    private List<HistoryRow> of(String entity, long id) {
        return db.sql(OF_ONE)
                .param("entity", entity)
                .param("id", id)
                .query((columns, number) -> row(new ResultRow(columns)))
                .list();
    }

    private static HistoryRow row(ResultRow row) throws SQLException {
        return new HistoryRow(
                Moment.of(row.instant("at"), row.instant("now")),
                row.textOrNull("from_state"),
                row.text("to_state"),
                row.text("actor"),
                row.textOrNull("reason"),
                row.integerOrNull("attempt"));
    }
}
