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
    private final ConcurrentMap<PilotId, byte[]> hashes = new ConcurrentHashMap<>();

    PilotTokens(RegistrationSql sql) {
        this.sql = sql;
    }

    /** Throws {@link Gone} for a pilot that is not in the books, {@link Unauthorized} for a wrong token. */
    public void check(PilotId pilot, Secret token) {
        var remembered = hashes.get(pilot);
        if (remembered != null && token.matches(remembered)) {
            return;
        }
        // Unknown here, or replaced by a registration that another server answered.
        var stored = sql.tokenHash(pilot);
        if (stored == null) {
            hashes.remove(pilot);
            throw new Gone("Pilot " + pilot + " is not in the books; register anew.");
        }
        if (!token.matches(stored)) {
            throw new Unauthorized("The token is not that of pilot " + pilot + ".");
        }
        remember(pilot, stored);
    }

    void remember(PilotId pilot, byte[] hash) {
        if (hashes.size() >= MOST_REMEMBERED) {
            hashes.clear();
        }
        hashes.put(pilot, hash);
    }
}
