package org.freshet.protocol;

import java.net.URI;
import java.util.List;

/**
 * Answer to a {@link Registration}.
 *
 * @param pilot the pilot's number
 * @param token bearer token for this pilot's own calls; a second registration with the same nonce makes a new one and
 *     ends the old
 * @param site how the site wants its pilots to behave
 * @param servers addresses that answer for this installation, at least one; the pilot tries the next when one is silent
 * @param protocol {@link Protocol#VERSION} of the server
 */
public record Registered(PilotId pilot, String token, SiteParameters site, List<URI> servers, int protocol) {

    public Registered {
        servers = List.copyOf(servers);
    }
}
