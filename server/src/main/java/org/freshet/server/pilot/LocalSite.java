package org.freshet.server.pilot;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes sure, before anybody asks, that the site of the local pilots exists. Its size, its payload user and its secret follow the server
 * that orders the pilots, and no other.
 */
@Component
class LocalSite implements SmartInitializingSingleton {

    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");

    private final Sites sites;
    private final int pilots;
    private final @Nullable String payloadUser;
    private final boolean ordersPilots;

    LocalSite(
            Sites sites,
            @Value("${freshet.local.pilots}") int pilots,
            @Value("${freshet.local.payload-user}") String payloadUser,
            @Value("${freshet.pool.enabled}") boolean ordersPilots) {
        if (pilots < 0) {
            throw new IllegalArgumentException("freshet.local.pilots is " + pilots + "; 0 or more is expected.");
        }
        if (!payloadUser.isEmpty() && (!USER.matcher(payloadUser).matches() || payloadUser.equals("root"))) {
            throw new IllegalArgumentException("freshet.local.payload-user is \"" + payloadUser
                    + "\"; the name of a user other than root is expected, or nothing.");
        }
        this.sites = sites;
        this.payloadUser = payloadUser.isEmpty() ? null : payloadUser;
        this.pilots = pilots;
        this.ordersPilots = ordersPilots;
    }

    @Override
    public void afterSingletonsInstantiated() {
        sites.makeLocalIfMissing(pilots, payloadUser);
        if (ordersPilots) {
            sites.prepareLocal(pilots, payloadUser);
        }
    }
}
