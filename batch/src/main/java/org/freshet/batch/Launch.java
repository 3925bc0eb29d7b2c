package org.freshet.batch;

import java.net.URI;
import java.util.List;

/**
 * What the pilots of an order are told when they start.
 *
 * @param servers addresses of the server, at least one
 * @param secret handed over where other users of the machine cannot see it: never in arguments or environment
 */
public record Launch(List<URI> servers, SiteSecret secret, Capacity capacity) {

    public Launch {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("A pilot needs the address of a server");
        }
    }
}
