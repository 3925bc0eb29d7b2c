package org.freshet.protocol;

import java.time.Instant;
import java.util.List;

/**
 * Answer to the wish for another secret of a site.
 *
 * @param secret shown this once
 * @param oldSecretUntil until when pilots may still register with the one before
 */
public record NewSecret(String site, String secret, Instant oldSecretUntil, List<String> notices) {

    public NewSecret {
        notices = List.copyOf(notices);
    }
}
