package org.freshet.server.pool;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Pilots that run as processes of the server's machine.
 *
 * @param work directory in which they run payloads; empty = each below its own, in the home
 * @param pilotJar the pilot's program, a jar with everything it needs
 * @param endGrace how long they may take to end when the server stops, before they are killed
 */
@ConfigurationProperties("freshet.local")
record LocalPilotSettings(
        @DefaultValue("") String work,
        @DefaultValue("pilot-all.jar") Path pilotJar,
        @DefaultValue("7s") Duration endGrace) {

    private static final Duration LONGEST_GRACE = Duration.ofSeconds(7);

    LocalPilotSettings {
        if (!work.isEmpty() && !Path.of(work).isAbsolute()) {
            throw new IllegalArgumentException("freshet.local.work is \"" + work + "\"; a full path is expected.");
        }
        if (endGrace.isNegative() || endGrace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException("freshet.local.end-grace is " + endGrace.toSeconds()
                    + " s; 0 to 7 s are allowed, so that the server has ended 10 s after it was told to.");
        }
    }
}
