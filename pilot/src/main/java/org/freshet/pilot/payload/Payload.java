package org.freshet.pilot.payload;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.PilotId;
import org.jspecify.annotations.Nullable;

/**
 * A job about to be run here, and what its payload is told about its surroundings.
 *
 * @param siteEnv variables that the site gives to every payload
 * @param server address of the API
 * @param work directory below which the job gets its own
 * @param user as whom it runs
 * @param killGrace time between SIGTERM and SIGKILL
 * @param heldUntil of an exclusive job: when it is ended unless the run is told a later moment; else absent
 */
public record Payload(
        Assignment job,
        PilotId pilot,
        Map<String, String> siteEnv,
        URI server,
        Path work,
        PayloadUser user,
        Duration killGrace,
        @Nullable Hold heldUntil) {

    public Payload {
        siteEnv = Map.copyOf(siteEnv);
    }
}
