package org.freshet.server.pool;

import org.freshet.server.platform.Conflict;

/** The pilots that are there were ordered from another host, and that lasts as long as they do. */
final class OtherHost extends Conflict {

    private final String host;

    OtherHost(String site, String host, String here) {
        super("The pilots of " + site + " were submitted on " + host + ", and " + here
                + " cannot see them in its own queue. Nothing was done: calculate there, or wait until these pilots"
                + " have ended. If " + host
                + " is gone for good, end them: freshet pilot kill ID... (or drain), for each"
                + " of: freshet pilot list --site " + site
                + ". Lost ones are waited for until their lifetime is over.");
        this.host = host;
    }

    String host() {
        return host;
    }
}
