package org.freshet.server.servicelog;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.freshet.server.platform.Elapsed;

/**
 * The begin or the end of an alarm.
 *
 * @param heard when the service wrote last, or since when its silence counts
 */
record WatchTurn(String service, int everySeconds, boolean late, Instant heard) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    String sentence() {
        return late
                ? service + " must write at least every " + Elapsed.set(Duration.ofSeconds(everySeconds))
                        + " and has been silent since " + TIME.format(heard)
                        + " UTC. Look whether it still runs: its cron entry, its host, its own log."
                : service + " writes again.";
    }
}
