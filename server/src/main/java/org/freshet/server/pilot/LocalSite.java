package org.freshet.server.pilot;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes sure, before anybody asks, that the site of the local pilots exists and has the size of the setting. */
@Component
class LocalSite implements SmartInitializingSingleton {

    private final Sites sites;
    private final int pilots;

    LocalSite(Sites sites, @Value("${freshet.local.pilots}") int pilots) {
        if (pilots < 0) {
            throw new IllegalArgumentException("freshet.local.pilots is " + pilots + "; 0 or more is expected.");
        }
        this.sites = sites;
        this.pilots = pilots;
    }

    @Override
    public void afterSingletonsInstantiated() {
        sites.prepareLocal(pilots);
    }
}
