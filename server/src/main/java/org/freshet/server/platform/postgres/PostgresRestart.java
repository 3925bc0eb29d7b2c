package org.freshet.server.platform.postgres;

import java.time.Duration;
import java.util.Locale;

/**
 * PostgreSQL had ended by itself and takes connections again.
 *
 * @param end how it ended, as far as that is known, for example {@code signal 9}
 * @param away for how long nobody could reach it
 */
public record PostgresRestart(String end, Duration away) {

    /** The whole story in a sentence. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "PostgreSQL ended (%s) and was started again after %.1f s.",
                end,
                away.toMillis() / 1000.0);
    }
}
