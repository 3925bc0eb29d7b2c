package org.freshet.server.audit;

import java.time.DateTimeException;
import java.time.Instant;
import org.freshet.protocol.AuditEntry;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.StorableTime;

/** Where a page ended: time and thing of its last entry, as {@code TIME,ENTITY,ID}. */
record AuditPosition(Instant at, String entity, long id) {

    static AuditPosition of(AuditEntry entry) {
        return new AuditPosition(entry.at(), entry.entity(), entry.id());
    }

    static AuditPosition parse(String text) {
        var parts = text.split(",", -1);
        if (parts.length == 3) {
            try {
                return new AuditPosition(
                        StorableTime.checked(Instant.parse(parts[0])), parts[1], Long.parseLong(parts[2]));
            } catch (DateTimeException | NumberFormatException e) {
                // said below
            }
        }
        throw Invalid.field("after", "\"" + text + "\" is not the \"next\" of a page before");
    }

    @Override
    public String toString() {
        return at + "," + entity + "," + id;
    }
}
