package org.freshet.server.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often the books are looked through for what time alone changes.
 *
 * @param enabled whether this server does it at all
 * @param every lost pilots, unconfirmed, overdue and expired jobs; at most 5 s
 * @param heldEvery held jobs that expired
 * @param overdueMargin how long beyond its time limit and its site's kill grace a job may run before the server ends it
 */
@ConfigurationProperties("freshet.sweep")
public record SweepSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2s") Duration every,
        @DefaultValue("60s") Duration heldEvery,
        @DefaultValue("60s") Duration overdueMargin) {

    /** A longer pause would be taken for a time in which nobody listened: all leases would begin anew, for ever. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    public SweepSettings {
        if (every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("freshet.sweep.every (" + every.toSeconds() + " s) is longer than "
                    + LONGEST.toSeconds() + " s: no pilot would ever be lost.");
        }
    }
}
