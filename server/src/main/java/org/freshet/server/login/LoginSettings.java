package org.freshet.server.login;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long somebody stays logged in to the pages.
 *
 * @param idle a session that was not used for this long ends; one that began at an OpenID provider ends this long after
 *     its begin, used or not. A page that is open uses it.
 */
@ConfigurationProperties("freshet.login")
record LoginSettings(@DefaultValue("12h") Duration idle) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    LoginSettings {
        if (idle.compareTo(SHORTEST) < 0 || idle.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "freshet.login.idle is " + idle + "; a time from 1 minute to 30 days is expected.");
        }
    }
}
