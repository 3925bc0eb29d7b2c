package org.freshet.server.dashboard.pools;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolStanding;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.ResultRow;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the pages about the pool show. */
@Component
public class PoolPagesSql {

    private static final String SITES = """
            select now() as now, s.name, s.batch, s.cap, s.paused, l.since, l.at, l.by, l.run
              from site s
              left join pool_site l on l.site = s.name
             where cast(:site as text) is null or s.name = :site
             order by s.name
            """;

    /** What the pool itself wrote of a site. Served by pool_run_of_site and pool_run_at, whose condition it repeats. */
    private static final String OF_SITE = """
              from service_log
             where service = 'pool' and author is null and data is not null
               and data->>'site' = :site
            """;

    private static final String DOWNWARD = "select now() as now, id, at, data" + OF_SITE + """
               and (cast(:below as bigint) is null or id < :below)
             order by id desc
             limit :limit
            """;

    private static final String UPWARD = "select now() as now, id, at, data" + OF_SITE + """
               and id > :above
             order by id
             limit :limit
            """;

    private static final String COUNT = "select count(*)" + OF_SITE + " and id > :above";

    private static final String POINTS = """
            select at, data->>'outcome' as outcome,
                   cast(data->'terms'->>'want' as integer) as want, cast(data->'terms'->>'have' as integer) as have,
                   coalesce(jsonb_array_length(data->'pilots'), 0) as pilots
            """ + OF_SITE + """
               and at > :from
             order by at, id
            """;

    // The entry is written when the batch system has taken the order, which may last.
    private static final String ORDER_OF = """
            select l.id
              from pilot p
              join service_log l on l.at between p.submitted_at and p.submitted_at + interval '10 minutes'
             where p.id = :pilot
               and l.service = 'pool' and l.author is null and l.data is not null
               and l.data->>'site' = p.site
               and l.data->'pilots' @> to_jsonb(p.id)
             order by l.id
             limit 1
            """;

    // Served by pilot_alive.
    private static final String ALIVE = """
            select state, count(*) as pilots from pilot where site = :site and ended_at is null group by state
            """;

    // Served by pilot_alive.
    private static final String HELD = """
            select now() as now, count(*) as pilots, hold_code || '.' || coalesce(hold_subcode, 0) as code,
                   hold_reason, min(hold_advice) as advice, min(batch_since) as since,
                   array_agg(id order by id) as ids
              from pilot
             where site = :site and ended_at is null and batch_state = 'HELD'
             group by hold_code, hold_subcode, hold_reason
             order by count(*) desc, min(id)
             limit 20
            """;

    private final JdbcClient db;
    private final JsonMapper json;

    PoolPagesSql(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    public List<PoolRow> sites() {
        return sites(null);
    }

    Optional<PoolRow> site(String name) {
        return sites(name).stream().findFirst();
    }

    private List<PoolRow> sites(@Nullable String name) {
        return db.sql(SITES)
                .param("site", name)
                .query((columns, number) -> site(new ResultRow(columns)))
                .list();
    }

    private PoolRow site(ResultRow row) throws SQLException {
        var run = row.textOrNull("run");
        return new PoolRow(
                row.instant("now"),
                row.text("name"),
                row.text("batch"),
                row.integer("cap"),
                row.flag("paused"),
                run == null
                        ? null
                        : new PoolStanding(row.instant("since"), row.instant("at"), row.text("by"), run(run)),
                null);
    }

    private PoolRun run(String text) {
        return json.readValue(text, PoolRun.class);
    }

    /** Entries below an id, newest first. */
    List<LedgerRow> downward(String site, @Nullable Long below, int limit) {
        return db.sql(DOWNWARD)
                .param("site", site)
                .param("below", below)
                .param("limit", limit)
                .query((columns, number) -> entry(new ResultRow(columns)))
                .list();
    }

    /** The entries directly above an id, newest first. */
    List<LedgerRow> upward(String site, long above, int limit) {
        return db.sql(UPWARD)
                .param("site", site)
                .param("above", above)
                .param("limit", limit)
                .query((columns, number) -> entry(new ResultRow(columns)))
                .list()
                .reversed();
    }

    private LedgerRow entry(ResultRow row) throws SQLException {
        return new LedgerRow(row.number("id"), Moment.of(row.instant("at"), row.instant("now")), run(row.text("data")));
    }

    /** How many entries have a higher id than {@code above}. */
    long count(String site, long above) {
        return db.sql(COUNT)
                .param("site", site)
                .param("above", above)
                .query(Long.class)
                .single();
    }

    /** Calculations after a moment, oldest first. */
    public List<PoolPoint> points(String site, Instant from) {
        return db.sql(POINTS)
                .param("site", site)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .query((columns, number) -> point(new ResultRow(columns)))
                .list();
    }

    private static PoolPoint point(ResultRow row) throws SQLException {
        return new PoolPoint(
                row.instant("at"),
                row.choice(Outcome.class, "outcome"),
                row.integerOrNull("want"),
                row.integerOrNull("have"),
                row.integer("pilots"));
    }

    /** The entry about the order that a pilot came with, as long as it is kept. */
    public Optional<Long> orderOf(long pilot) {
        return db.sql(ORDER_OF).param("pilot", pilot).query(Long.class).optional();
    }

    /** Pilots of a site that have not ended: every state in the order of a pilot's life, with 0 where there is none. */
    SequencedMap<PilotState, Long> alive(String site) {
        SequencedMap<PilotState, Long> counts = new LinkedHashMap<>();
        for (PilotState state : PilotState.values()) {
            if (state.isAlive()) {
                counts.put(state, 0L);
            }
        }
        db.sql(ALIVE).param("site", site).query(columns -> {
            counts.put(PilotState.valueOf(columns.getString("state")), columns.getLong("pilots"));
        });
        return counts;
    }

    /** What the batch system holds, the commonest reason first. */
    List<HeldRow> held(String site) {
        return db.sql(HELD)
                .param("site", site)
                .query((columns, number) -> held(new ResultRow(columns)))
                .list();
    }

    private static HeldRow held(ResultRow row) throws SQLException {
        return new HeldRow(
                row.number("pilots"),
                row.textOrNull("code"),
                row.text("hold_reason"),
                row.textOrNull("advice"),
                Moment.of(row.instant("since"), row.instant("now")),
                List.of((Long[]) row.columns().getArray("ids").getArray()));
    }
}
