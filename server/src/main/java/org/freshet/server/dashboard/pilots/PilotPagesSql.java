package org.freshet.server.dashboard.pilots;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.action.PilotAction;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.pilot.PayloadsRunAs;
import org.freshet.server.pilot.PilotSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads what the pages about pilots show. */
@Component
public class PilotPagesSql {

    /** Shared by the statements below because rows and counts of one page must never differ in what they count. */
    private static final String MATCHING = """
             from pilot p
             left join attempt a on a.pilot_id = p.id and a.live
            where (cardinality(:states) = 0 or p.state = any(:states))
              and (cardinality(:sites) = 0 or p.site = any(:sites))
              and (cardinality(:hosts) = 0 or p.host = any(:hosts))
              and (cardinality(:ids) = 0 or p.id = any(:ids))
            """;

    private static final String COLUMNS = """
            select now() as now, p.id, p.site, p.state, coalesce(p.reason, p.told_why) as reason,
                   case p.told when 'STOP' then 'KILL' else p.told end as told, p.batch_id, p.host, p.pid, p.version, p.os_user, p.payload_user, p.cores,
                   p.memory_mb, p.disk_mb, p.tags, p.jobs_done, p.submitted_at, p.registered_at, p.last_seen_at,
                   p.lease_until, p.ends_at, p.ended_at, a.job_id, a.attempt, p.batch_state, p.batch_since,
                   p.hold_code || '.' || coalesce(p.hold_subcode, 0) as hold_code, p.hold_reason, p.hold_advice,
                   case when p.ended_at is null then extract(epoch from now() - p.last_seen_at)
                     - case when a.job_id is null then cast(:longPoll as double precision)
                            else (select s.heartbeat_s from site s where s.name = p.site) end end as past_due_s
            """;

    private static final String ROWS_DOWNWARD = COLUMNS + MATCHING + """
              and (cast(:below as bigint) is null or p.id < :below)
            order by p.id desc
            limit :limit
            """;

    private static final String ROWS_UPWARD = COLUMNS + MATCHING + """
              and p.id > :above
            order by p.id
            limit :limit
            """;

    private static final String COUNT = "select count(*)" + MATCHING + " and p.id > :above";

    private static final String ONE = COLUMNS + """
             from pilot p
             left join attempt a on a.pilot_id = p.id and a.live
            where p.id = :id
            """;

    private static final String STATES = "select state, count(*) as pilots from pilot group by state";

    private static final String SITES = "select name from site order by name";

    private final JdbcClient db;
    private final double longPoll;

    PilotPagesSql(JdbcClient db, PilotSettings settings) {
        this.db = db;
        this.longPoll = settings.longPoll().toMillis() / 1000.0;
    }

    /** Rows below an id, newest first. */
    List<PilotRow> downward(Filter filter, @Nullable Long below, int limit) {
        return matching(ROWS_DOWNWARD, filter)
                .param("below", below)
                .param("limit", limit)
                .query((columns, number) -> row(new ResultRow(columns)))
                .list();
    }

    /** The rows directly above an id, newest first. */
    List<PilotRow> upward(Filter filter, long above, int limit) {
        return matching(ROWS_UPWARD, filter)
                .param("above", above)
                .param("limit", limit)
                .query((columns, number) -> row(new ResultRow(columns)))
                .list()
                .reversed();
    }

    /** How many match, and have a higher id than {@code above}. */
    long count(Filter filter, long above) {
        return matching(COUNT, filter).param("above", above).query(Long.class).single();
    }

    Optional<PilotRow> one(long id) {
        return db.sql(ONE)
                .param("id", id)
                .param("longPoll", longPoll)
                .query((columns, number) -> row(new ResultRow(columns)))
                .optional();
    }

    /** Every state in the order of a pilot's life, with 0 where there is none. */
    public SequencedMap<PilotState, Long> states() {
        SequencedMap<PilotState, Long> counts = new LinkedHashMap<>();
        for (PilotState state : PilotState.values()) {
            counts.put(state, 0L);
        }
        db.sql(STATES).query(columns -> {
            counts.put(PilotState.valueOf(columns.getString("state")), columns.getLong("pilots"));
        });
        return counts;
    }

    public List<String> sites() {
        return db.sql(SITES).query(String.class).list();
    }

    private StatementSpec matching(String statement, Filter filter) {
        return db.sql(statement)
                .param("longPoll", longPoll)
                .param("states", filter.texts("state"))
                .param("sites", filter.texts("site"))
                .param("hosts", filter.texts("host"))
                .param("ids", filter.numbers("id"));
    }

    private static PilotRow row(ResultRow row) throws SQLException {
        return new PilotRow(
                row.instant("now"),
                row.number("id"),
                row.text("site"),
                row.choice(PilotState.class, "state"),
                row.textOrNull("reason"),
                row.choiceOrNull(PilotAction.class, "told"),
                row.textOrNull("batch_id"),
                row.textOrNull("host"),
                row.numberOrNull("pid"),
                row.textOrNull("version"),
                PayloadsRunAs.sentence(row.textOrNull("os_user"), row.textOrNull("payload_user")),
                row.integer("cores"),
                row.integer("memory_mb"),
                row.integer("disk_mb"),
                row.texts("tags"),
                row.number("jobs_done"),
                row.instant("submitted_at"),
                row.instantOrNull("registered_at"),
                row.instantOrNull("last_seen_at"),
                row.instantOrNull("lease_until"),
                row.instantOrNull("ends_at"),
                row.instantOrNull("ended_at"),
                row.numberOrNull("job_id"),
                row.integerOrNull("attempt"),
                slot(row),
                row.columns().getDouble("past_due_s"));
    }

    private static @Nullable SlotRow slot(ResultRow row) throws SQLException {
        var state = row.textOrNull("batch_state");
        return state == null
                ? null
                : new SlotRow(
                        state,
                        row.instantOrNull("registered_at") != null,
                        !row.choice(PilotState.class, "state").isAlive(),
                        Moment.of(row.instant("batch_since"), row.instant("now")),
                        row.textOrNull("hold_code"),
                        row.textOrNull("hold_reason"),
                        row.textOrNull("hold_advice"));
    }
}
