package org.freshet.server.pool;

import java.util.Optional;
import org.freshet.server.pilot.LocalPilotsElsewhere;
import org.freshet.server.pilot.Site;
import org.freshet.server.platform.FreshetHome;
import org.springframework.stereotype.Component;

/** Whose the local pilots are that are there, or may come back: the same that keeps this server's turn from being taken. */
@Component
class LocalTurn implements LocalPilotsElsewhere {

    private final Turns turns;
    private final FreshetHome home;

    LocalTurn(Turns turns, FreshetHome home) {
        this.turns = turns;
        this.home = home;
    }

    @Override
    public Optional<String> host() {
        return turns.elsewhere(Site.LOCAL, PoolHost.of(home));
    }
}
