package org.freshet.server.pilot;

import org.freshet.server.platform.Invalid;
import org.freshet.server.servicelog.ServiceLog;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes sure, before anybody asks, that the site of the local pilots exists. Its size, its payload user and its secret follow the server
 * that orders the pilots, and no other: not one that would order them if another did not.
 */
@Component
public class LocalSite implements SmartInitializingSingleton {

    private final Sites sites;
    private final int pilots;
    private final @Nullable String payloadUser;
    private final boolean ordersPilots;
    private final LocalPilotsElsewhere others;
    private final ServiceLog log;
    /** Whether the site has what this server's settings say, as far as is known. */
    private boolean prepared;

    private String said = "";

    LocalSite(
            Sites sites,
            LocalPilotsElsewhere others,
            ServiceLog log,
            @Value("${freshet.local.pilots}") int pilots,
            @Value("${freshet.local.payload-user}") String payloadUser,
            @Value("${freshet.pool.enabled}") boolean ordersPilots) {
        if (pilots < 0) {
            throw new IllegalArgumentException("freshet.local.pilots is " + pilots + "; 0 or more is expected.");
        }
        if (!payloadUser.isEmpty() && !SiteCheck.isPayloadUser(payloadUser)) {
            throw new IllegalArgumentException("freshet.local.payload-user is \"" + payloadUser
                    + "\"; the name of a user other than root is expected, or nothing.");
        }
        this.sites = sites;
        this.others = others;
        this.log = log;
        this.payloadUser = payloadUser.isEmpty() ? null : payloadUser;
        this.pilots = pilots;
        this.ordersPilots = ordersPilots;
    }

    /** What is set at each start is not changed in between: it would last until the next one only. */
    static void refuseWhatSettingsDecide(Site site, SiteDifferences differences) {
        if (!site.name().equals(Site.LOCAL)) {
            return;
        }
        refuse(
                differences,
                "cap",
                "the size of site local is the setting FRESHET_LOCAL_PILOTS; change it, and start the"
                        + " server anew");
        refuse(
                differences,
                "payloadUser",
                "that of site local is the setting FRESHET_LOCAL_PAYLOAD_USER; change it, and start"
                        + " the server anew");
        refuse(
                differences,
                "batch",
                "the pilots of site local are processes of the server's machine; add another site");
    }

    private static void refuse(SiteDifferences differences, String parameter, String why) {
        if (differences.contains(parameter)) {
            throw Invalid.field(parameter, why);
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        sites.makeLocalIfMissing(pilots, payloadUser);
        prepare();
    }

    /** Lets the site follow this server, at its start and when it takes over from another; nothing as long as another looks after it. */
    public synchronized void prepare() {
        if (!ordersPilots) {
            return;
        }
        var other = others.host();
        if (other.isPresent()) {
            prepared = false;
            leaveTo(other.get());
        } else if (!prepared) {
            sites.prepareLocal(pilots, payloadUser);
            prepared = true;
        }
    }

    private void leaveTo(String other) {
        if (!said.equals(other)) {
            said = other;
            log.info(
                    "pool",
                    Site.LOCAL
                            + ": its size, its payload user and its secret stay as they are, as its pilots were ordered from "
                            + other + ". What this server's settings say (FRESHET_LOCAL_PILOTS " + pilots
                            + ") holds when it takes over.");
        }
    }
}
