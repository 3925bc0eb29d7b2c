package org.freshet.server.pool;

import java.util.List;
import org.freshet.protocol.PoolStanding;
import org.freshet.server.pilot.Sites;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Shows how the sites stood when their pools were last calculated. */
@Service
class PoolStandings {

    private final StandingSql standings;
    private final Sites sites;
    private final ServerAddress address;

    PoolStandings(StandingSql standings, Sites sites, ServerAddress address) {
        this.standings = standings;
        this.sites = sites;
        this.address = address;
    }

    /** By name. */
    List<PoolStanding> all() {
        return standings.all();
    }

    /** With what this server knows to be amiss. */
    PoolStanding get(String site) {
        return standings
                .find(site)
                .map(it -> new PoolStanding(it.since(), it.at(), it.by(), it.run(), notice(site)))
                .orElseThrow(() -> new NotFound("The pool of a site \"" + site + "\" was never calculated."));
    }

    private @Nullable String notice(String name) {
        var mayBeElsewhere =
                sites.all().stream().anyMatch(it -> it.name().equals(name) && it.batch().equals("HTCONDOR"));
        return mayBeElsewhere ? address.doubt().orElse(null) : null;
    }
}
