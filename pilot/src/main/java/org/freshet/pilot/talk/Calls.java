package org.freshet.pilot.talk;

import java.net.URI;
import java.util.List;

/**
 * Whom to call, and how.
 *
 * @param addresses at least one, tried in this order
 * @param siteSecret needed whenever the pilot registers
 */
public record Calls(Server server, List<URI> addresses, String siteSecret, Timing timing) {

    public Calls {
        addresses = addresses.stream().map(Addresses::withoutSlash).toList();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "calls to " + addresses;
    }
}
