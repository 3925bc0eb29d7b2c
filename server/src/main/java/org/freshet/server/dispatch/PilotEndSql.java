package org.freshet.server.dispatch;

import java.time.Instant;
import java.util.Optional;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tells pilots to end. */
@Repository
class PilotEndSql {

    // Waits for a round that has the pilot: what it writes is seen by the change.
    private static final String LOCK = """
            select state, told, ended_at from pilot where id = :pilot for update
            """;

    // One that has not registered is told when it does.
    private static final String TELL = """
            with moved as (
              update pilot
              set state = case when state = 'SUBMITTED' then 'SUBMITTED' else 'DRAINING' end,
                told = :told, told_at = now(), told_why = :told_why
              where id = :pilot and state in ('SUBMITTED', 'ACTIVE', 'IDLE', 'BUSY', 'DRAINING')
              returning id, state
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'pilot', id, :was, state, :actor, :reason from moved
            """;

    private final JdbcClient db;

    PilotEndSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * How things stand with a pilot.
     *
     * @param told the strongest thing that it was told so far
     */
    record Standing(
            PilotState state,
            Told.@Nullable What told,
            @Nullable Instant endedAt) {

        /** Whether it was told this, or more, before. */
        boolean wasTold(Told.What what) {
            return told != null && told.compareTo(what) >= 0;
        }
    }

    Optional<Standing> lock(PilotId pilot) {
        return db.sql(LOCK)
                .param("pilot", pilot.value())
                .query((row, n) -> new Standing(
                        PilotState.valueOf(row.getString("state")),
                        row.getString("told") == null ? null : Told.What.valueOf(row.getString("told")),
                        Rows.instant(row, "ended_at")))
                .optional();
    }

    /** @param reason for the history */
    void tell(PilotId pilot, PilotState was, Told told, String actor, String reason) {
        db.sql(TELL)
                .param("pilot", pilot.value())
                .param("was", was.name())
                .param("told", told.what().name())
                .param("told_why", told.why())
                .param("actor", actor)
                .param("reason", reason)
                .update();
    }
}
