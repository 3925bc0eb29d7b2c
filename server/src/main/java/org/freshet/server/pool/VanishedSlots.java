package org.freshet.server.pool;

import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.AlivePilot;

/**
 * Slots of a site that waited in the batch system and are not seen any more. If that is so with all at once, the view may
 * just as well be wrong; it is believed when another agrees, or for slots whose end the batch system's history knows.
 */
final class VanishedSlots {

    private volatile Set<PilotId> before = Set.of();

    /** The pilots whose slots are not to be taken for gone. */
    Set<PilotId> doubted(Census census, Endings endings) {
        if (!census.allVanished()) {
            return Set.of();
        }
        var vanished = census.vanished();
        return census.pilots().stream()
                .map(Census.Entry::pilot)
                .filter(it -> vanished.contains(it.id()) && !before.contains(it.id()) && !endings.isKnown(it))
                .map(AlivePilot::id)
                .collect(Collectors.toSet());
    }

    /** A view that may be right was looked at. */
    void looked(Census census) {
        before = census.vanished();
    }
}
