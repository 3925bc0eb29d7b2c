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

    LocalPilotSettings {
        if (!work.isEmpty() && !Path.of(work).isAbsolute()) {
            throw new IllegalArgumentException("freshet.local.work is \"" + work + "\"; a full path is expected.");
        }
        if (endGrace.isNegative()) {
            throw new IllegalArgumentException("freshet.local.end-grace must not be negative: " + endGrace);
        }
    }
}
