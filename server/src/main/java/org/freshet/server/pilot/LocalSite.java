package org.freshet.server.pilot;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes sure, before anybody asks, that the site of the local pilots exists. Its size and its secret follow the server
 * that orders the pilots, and no other.
 */
@Component
class LocalSite implements SmartInitializingSingleton {

    private final Sites sites;
    private final int pilots;

    private final boolean ordersPilots;

    LocalSite(
            Sites sites,
            @Value("${freshet.local.pilots}") int pilots,
            @Value("${freshet.pool.enabled}") boolean ordersPilots) {
        if (pilots < 0) {
            throw new IllegalArgumentException("freshet.local.pilots is " + pilots + "; 0 or more is expected.");
        }
        this.sites = sites;
        this.pilots = pilots;
        this.ordersPilots = ordersPilots;
    }

    @Override
    public void afterSingletonsInstantiated() {
        sites.makeLocalIfMissing(pilots);
        if (ordersPilots) {
            sites.prepareLocal(pilots);
        }
    }
}
