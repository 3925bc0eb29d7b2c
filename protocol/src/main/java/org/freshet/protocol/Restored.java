package org.freshet.protocol;

import java.time.Instant;
import java.util.Map;

/**
 * A dump replaced the content of the database; the server starts anew with it.
 *
 * @param dumpedAt the moment whose content it is
 * @param installation number of the installation that it belongs to, from which the UUID forms of ids follow
 * @param schema version of the schema that the dump had; it is the server's own now
 * @param rows by table
 */
public record Restored(Instant dumpedAt, String installation, String schema, Map<String, Long> rows) {

    public Restored {
        rows = Map.copyOf(rows);
    }
}
