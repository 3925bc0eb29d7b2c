package org.freshet.server.pilot;

import org.freshet.server.platform.StartRefused;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Refuses a start whose settings would make healthy pilots of any site be lost. */
@Component
class SitesAtStart implements SmartInitializingSingleton {

    private final Sites sites;
    private final PilotSettings settings;

    SitesAtStart(Sites sites, PilotSettings settings) {
        this.sites = sites;
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (var site : sites.all()) {
            settings.problemOf(site).ifPresent(problem -> {
                throw new StartRefused(
                        problem, "Correct the setting, or heartbeat_s or lifetime_s of the row in table site.");
            });
        }
    }
}
