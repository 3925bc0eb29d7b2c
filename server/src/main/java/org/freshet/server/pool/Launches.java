package org.freshet.server.pool;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.freshet.batch.Capacity;
import org.freshet.batch.Launch;
import org.freshet.batch.SiteSecret;

/** What pilots need to find this server and to be let in. */
final class Launches {

    private final Supplier<Optional<URI>> here;
    private final Supplier<Optional<URI>> anywhere;
    private final Function<String, Optional<String>> secrets;

    /**
     * Draws on what is only known later.
     *
     * @param here where programs of this machine reach this server, once it listens
     * @param anywhere where programs of other machines do
     * @param secrets by the name of the site; fails if there is one that cannot be read
     */
    Launches(
            Supplier<Optional<URI>> here,
            Supplier<Optional<URI>> anywhere,
            Function<String, Optional<String>> secrets) {
        this.here = here;
        this.anywhere = anywhere;
        this.secrets = secrets;
    }

    /** Empty while this server does not listen, or when it does not have the site's secret. */
    Optional<Launch> of(PoolSite site) {
        var server = site.batch().equals("LOCAL") ? here : anywhere;
        return server.get()
                .flatMap(url -> secrets.apply(site.name())
                        .map(secret -> new Launch(List.of(url), new SiteSecret(secret), Capacity.UNSTATED)));
    }
}
