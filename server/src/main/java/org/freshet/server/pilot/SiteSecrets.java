package org.freshet.server.pilot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.freshet.server.platform.FreshetHome;
import org.freshet.server.platform.Secret;
import org.springframework.stereotype.Component;

/** The sites' secrets in clear: {@code sites/NAME.secret} in the home, readable by the owner only. */
@Component
public class SiteSecrets {

    private final FreshetHome home;

    SiteSecrets(FreshetHome home) {
        this.home = home;
    }

    /** The secret, if this home has it. */
    public Optional<Secret> read(String site) {
        var file = home.home().resolve(file(site));
        try {
            return Files.exists(file)
                    ? Optional.of(new Secret(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the site's secret " + file, e);
        }
    }

    Secret renew(String site) {
        var secret = Secret.random();
        keep(site, secret);
        return secret;
    }

    /** Replaces the one that is there, in one step. */
    void keep(String site, Secret secret) {
        home.writePrivately(file(site), secret.text() + "\n");
    }

    /** A site's name leads nowhere else. */
    private static String file(String site) {
        if (!SiteCheck.isName(site)) {
            throw new IllegalArgumentException("not the name of a site: " + site);
        }
        return "sites/" + site + ".secret";
    }
}
