package org.freshet.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a site wants its pilots to behave.
 *
 * @param name the site
 * @param env variables given to every payload, after the pilot's environment and before the job's
 * @param heartbeatSeconds time between exchanges while a payload runs
 * @param longPollSeconds how long the server keeps a wish for a job open
 * @param answerTimeoutSeconds how long, beyond the long poll, the pilot waits for an answer
 * @param lifetimeSeconds how long a pilot lives; it takes no job that would not fit
 * @param idleSeconds after this long without a job the pilot stops; 0 = never
 * @param maxJobs jobs per pilot; 0 = endless
 * @param drainGraceSeconds how long a payload may run on after the pilot's SIGTERM, before the job is given back
 * @param killGraceSeconds time between SIGTERM and SIGKILL to a payload
 * @param payloadUser the machine's user as whom a pilot that runs as root runs payloads; absent = as itself
 */
public record SiteParameters(
        String name,
        Map<String, String> env,
        int heartbeatSeconds,
        int longPollSeconds,
        int answerTimeoutSeconds,
        long lifetimeSeconds,
        long idleSeconds,
        int maxJobs,
        int drainGraceSeconds,
        int killGraceSeconds,
        @Nullable String payloadUser) {

    public SiteParameters {
        env = Map.copyOf(env);
    }
}
