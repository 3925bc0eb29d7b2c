package org.freshet.server.pool;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.freshet.batch.Launch;
import org.freshet.batch.SiteSecret;

/** What pilots need to find this server and to be let in, and what they are to offer. */
final class Launches {

    private final Supplier<Optional<URI>> here;
    private final Supplier<Optional<URI>> anywhere;
    private final Function<String, Optional<String>> secrets;
    private final Supplier<Optional<String>> doubt;
    private final Consumer<String> warnings;
    private final AtomicBoolean warned = new AtomicBoolean();

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
        this(here, anywhere, secrets, Optional::empty, _ -> {});
    }

    /**
     * The same, not without a word if others may not find this server.
     *
     * @param doubt why programs of other machines may not; empty if they do
     * @param warnings takes it, once
     */
    Launches(
            Supplier<Optional<URI>> here,
            Supplier<Optional<URI>> anywhere,
            Function<String, Optional<String>> secrets,
            Supplier<Optional<String>> doubt,
            Consumer<String> warnings) {
        this.here = here;
        this.anywhere = anywhere;
        this.secrets = secrets;
        this.doubt = doubt;
        this.warnings = warnings;
    }

    /** Empty while this server does not listen, or when it does not have the site's secret. */
    Optional<Launch> of(PoolSite site) {
        var isHere = site.batch().equals("LOCAL");
        var server = isHere ? here : anywhere;
        var launch = server.get()
                .flatMap(url -> secrets.apply(site.name())
                        .map(secret -> new Launch(List.of(url), new SiteSecret(secret), site.asks())));
        if (launch.isPresent() && !isHere) {
            doubt.get().ifPresent(it -> warn(site.name() + ": " + it));
        }
        return launch;
    }

    /** A setting does not change while the server runs. */
    private void warn(String sentence) {
        if (warned.compareAndSet(false, true)) {
            warnings.accept(sentence);
        }
    }
}
