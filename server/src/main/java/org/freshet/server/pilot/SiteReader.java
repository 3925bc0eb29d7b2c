package org.freshet.server.pilot;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.SiteView;
import org.freshet.server.platform.NotFound;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows sites with their pilots counted. */
@Service
public class SiteReader {

    private final Sites sites;
    private final PilotQuerySql pilots;

    SiteReader(Sites sites, PilotQuerySql pilots) {
        this.sites = sites;
        this.pilots = pilots;
    }

    /** By name. */
    @Transactional(readOnly = true)
    public List<SiteView> all() {
        var counts = pilots.countBySite();
        return sites.all().stream()
                .map(site -> view(site, counts.getOrDefault(site.name(), Map.of())))
                .toList();
    }

    /** Throws {@link NotFound} with the name that may have been meant. */
    @Transactional(readOnly = true)
    public SiteView get(String name) {
        return view(sites.get(name), pilots.countBySite().getOrDefault(name, Map.of()));
    }

    private static SiteView view(Site site, Map<PilotState, Long> counts) {
        var pilots = new EnumMap<PilotState, Long>(PilotState.class);
        var alive = 0L;
        for (var state : PilotState.values()) {
            var count = counts.getOrDefault(state, 0L);
            pilots.put(state, count);
            alive += state.isAlive() ? count : 0;
        }
        return site.view(pilots, alive);
    }
}
