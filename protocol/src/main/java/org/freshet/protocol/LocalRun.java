package org.freshet.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payload to be run here and now, without a server: what {@code freshet run-local} tells the pilot's program in one line
 * of standard input.
 *
 * @param job with a number that no job has
 * @param url what the payload is told of its server; nobody is called there
 * @param siteEnv variables that a site gives to every payload
 * @param payloadUser as whom the payload runs if the program runs as root; absent = as itself
 * @param killGraceSeconds time between SIGTERM and SIGKILL
 * @param work directory below which the job gets its own, and in which {@link LocalEnd#FILE} is written
 * @param keep whether the job's directory stays however the payload ends
 * @param allOnStderr whether the payload's standard output goes to standard error
 */
public record LocalRun(
        Assignment job,
        String url,
        Map<String, String> siteEnv,
        @Nullable String payloadUser,
        int killGraceSeconds,
        String work,
        boolean keep,
        boolean allOnStderr) {

    public LocalRun {
        siteEnv = Map.copyOf(siteEnv);
    }
}
