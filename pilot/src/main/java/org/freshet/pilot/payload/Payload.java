package org.freshet.pilot.payload;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.PilotId;

/**
 * A job about to be run here, and what its payload is told about its surroundings.
 *
 * @param siteEnv variables that the site gives to every payload
 * @param server address of the API
 * @param work directory below which the job gets its own
 * @param killGrace time between SIGTERM and SIGKILL
 */
public record Payload(
        Assignment job, PilotId pilot, Map<String, String> siteEnv, URI server, Path work, Duration killGrace) {

    public Payload {
        siteEnv = Map.copyOf(siteEnv);
    }
}
