package org.freshet.server.dispatch;

import org.freshet.protocol.PilotId;
import org.freshet.server.job.ReadyHint;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with pilots: let them drain, or kill them. Done twice it is done once. */
@Service
public class PilotEnds {

    private final PilotEndSql sql;
    private final ReadyHint hint;

    PilotEnds(PilotEndSql sql, ReadyHint hint) {
        this.sql = sql;
        this.hint = hint;
    }

    /** It takes no new job, and ends after the one it holds. False if it was told this, or more, before. */
    @Transactional
    public boolean drain(PilotId pilot, String user, @Nullable String reason) {
        return tell(pilot, Told.What.DRAIN, user, reason);
    }

    /** It ends its payload, gives the job back and ends. False if it was told so before. */
    @Transactional
    public boolean kill(PilotId pilot, String user, @Nullable String reason) {
        return tell(pilot, Told.What.STOP, user, reason);
    }

    private boolean tell(PilotId pilot, Told.What what, String user, @Nullable String reason) {
        var standing = sql.lock(pilot).orElseThrow(() -> new NotFound("Pilot " + pilot + " does not exist."));
        if (standing.wasTold(what)) {
            return false;
        }
        if (!standing.state().isAlive()) {
            throw new Conflict("Pilot " + pilot + " is " + standing.state() + " since " + standing.endedAt()
                    + " and cannot be " + what.participle() + ".");
        }
        var deed = "told to " + what.verb();
        var told = new Told(what, Reason.with(deed + " by " + user, reason));
        sql.tell(pilot, standing.state(), told, "user " + user, Reason.with(deed, reason));
        // Every dispatcher looks at once, and answers a wish of the pilot that it has parked.
        hint.give();
        return true;
    }
}
