package org.freshet.server.pilot;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.freshet.protocol.PilotId;
import org.freshet.server.platform.Gone;
import org.freshet.server.platform.Secret;
import org.freshet.server.platform.Unauthorized;
import org.springframework.stereotype.Component;

/** Tells whether a pilot is who it says it is, mostly without asking the database. */
@Component
public class PilotTokens {

    /** More than any pool; reached, the memory begins anew. */
    private static final int MOST_REMEMBERED = 100_000;

    private final RegistrationSql sql;
    private final ConcurrentMap<PilotId, Remembered> remembered = new ConcurrentHashMap<>();

    /**
     * A pilot's token.
     *
     * @param used whether the pilot has shown it since its registration
     */
    @SuppressWarnings("ArrayRecordComponent") // replaced as a whole, never compared by its content
    private record Remembered(byte[] hash, boolean used) {}

    PilotTokens(RegistrationSql sql) {
        this.sql = sql;
    }

    /** Throws {@link Gone} for a pilot that is not in the books, {@link Unauthorized} for a wrong token. */
    public void check(PilotId pilot, Secret token) {
        var known = remembered.get(pilot);
        if (known != null && token.matches(known.hash())) {
            if (!known.used()) {
                // not if it was replaced meanwhile
                remembered.replace(pilot, known, new Remembered(known.hash(), true));
            }
            return;
        }
        // Unknown here, or replaced by a registration that another server answered.
        var stored = sql.tokenHash(pilot);
        if (stored == null) {
            remembered.remove(pilot);
            throw new Gone("Pilot " + pilot + " is not in the books; register anew.");
        }
        if (!token.matches(stored)) {
            throw new Unauthorized("The token is not that of pilot " + pilot + ".");
        }
        remember(pilot, new Remembered(stored, true));
    }

    /** Whether this token has passed {@link #check} here, and no newer one is known. */
    public boolean isInUse(PilotId pilot, Secret token) {
        var known = remembered.get(pilot);
        return known != null && known.used() && token.matches(known.hash());
    }

    void remember(PilotId pilot, byte[] hash) {
        remember(pilot, new Remembered(hash, false));
    }

    private void remember(PilotId pilot, Remembered token) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(pilot, token);
    }
}
