package org.freshet.server.pilot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.EventView;
import org.freshet.protocol.JobId;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PilotView;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads pilots with their history. */
@Repository
public class PilotQuerySql {

    // The job a pilot holds is its live attempt, found by attempt_one_live_per_pilot.
    private static final String LIST = """
            select p.*, coalesce(p.reason, p.told_why) as why, a.job_id, a.attempt
            from pilot p
            left join attempt a on a.pilot_id = p.id and a.live
            where (cardinality(:states::text[]) = 0 or p.state = any(:states))
              and (:id::bigint is null or p.id = :id)
              and (:site::text is null or p.site = :site)
              and (:host::text is null or p.host = :host)
              and (:after::bigint is null or p.id < :after)
            order by p.id desc
            limit :limit + 1
            """;

    // Reads the table: 50 ms for 200,000 pilots. An index with the state would be written with each change of it.
    private static final String COUNT_BY_SITE = """
            select site, state, count(*) as pilots from pilot group by site, state
            """;

    // Served by event_of_entity.
    private static final String HISTORY = """
            select * from event where entity = 'pilot' and entity_id = :pilot order by at
            """;

    private final JdbcClient db;

    PilotQuerySql(JdbcClient db) {
        this.db = db;
    }

    /** Up to {@code limit} + 1 pilots: the one more tells that there is a next page. */
    List<PilotView> list(PilotFilter filter) {
        return db.sql(LIST)
                .param("states", Columns.array("text", filter.states(), Enum::name))
                .param("id", filter.id())
                .param("site", filter.site())
                .param("host", filter.host())
                .param("after", filter.after())
                .param("limit", filter.limit())
                .query(PilotQuerySql::pilot)
                .list();
    }

    public Optional<PilotView> find(PilotId pilot) {
        return list(PilotFilter.only(pilot)).stream().findFirst();
    }

    /** States without a pilot are absent. */
    Map<String, Map<PilotState, Long>> countBySite() {
        var counts = new HashMap<String, Map<PilotState, Long>>();
        db.sql(COUNT_BY_SITE).query(row -> {
            counts.computeIfAbsent(row.getString("site"), it -> new EnumMap<>(PilotState.class))
                    .put(PilotState.valueOf(row.getString("state")), row.getLong("pilots"));
        });
        return counts;
    }

    /** Oldest first. */
    public List<EventView> history(PilotId pilot) {
        return db.sql(HISTORY)
                .param("pilot", pilot.value())
                .query((row, n) -> new EventView(
                        Rows.requiredInstant(row, "at"),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getString("actor"),
                        row.getString("reason"),
                        null))
                .list();
    }

    private static PilotView pilot(ResultSet row, int n) throws SQLException {
        var job = Rows.bigint(row, "job_id");
        return new PilotView(
                new PilotId(row.getLong("id")),
                row.getString("site"),
                PilotState.valueOf(row.getString("state")),
                row.getString("why"),
                row.getString("host"),
                Rows.bigint(row, "pid"),
                row.getString("batch_id"),
                row.getString("version"),
                row.getString("os_user"),
                PayloadsRunAs.sentence(row.getString("os_user"), row.getString("payload_user")),
                job == null ? null : new AttemptId(new JobId(job), row.getInt("attempt")),
                row.getLong("jobs_done"),
                row.getInt("cores"),
                row.getInt("memory_mb"),
                row.getInt("disk_mb"),
                Rows.texts(row, "tags"),
                Rows.requiredInstant(row, "submitted_at"),
                Rows.instant(row, "registered_at"),
                Rows.instant(row, "last_seen_at"),
                Rows.instant(row, "lease_until"),
                Rows.instant(row, "ends_at"),
                Rows.instant(row, "ended_at"),
                machine(row),
                Rows.instant(row, "machine_at"));
    }

    private static @Nullable MachineState machine(ResultSet row) throws SQLException {
        return Rows.instant(row, "machine_at") == null
                ? null
                : new MachineState(
                        Rows.integer(row, "processors"),
                        row.getObject("load", Double.class),
                        Rows.integer(row, "machine_mb"),
                        Rows.integer(row, "free_memory_mb"),
                        Rows.integer(row, "free_disk_mb"));
    }
}
