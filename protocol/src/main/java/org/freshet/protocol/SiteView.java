package org.freshet.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A site as lists and {@code GET /api/v1/sites/NAME} show it. Its secret is not in it.
 *
 * @param batch LOCAL, HTCONDOR, or NONE: whoever has the secret starts pilots
 * @param mode FIXED keeps {@code cap} pilots, DEMAND follows the waiting jobs
 * @param cap most pilots at once
 * @param reserve idle pilots kept beyond the demand
 * @param ramp most pilots submitted in one calculation
 * @param paused whether no pilots are submitted; those that are there go on
 * @param pausedReason why, in a person's words
 * @param env variables given to every payload
 * @param heartbeatSeconds time between exchanges while a payload runs
 * @param lifetimeSeconds how long a pilot lives
 * @param idleSeconds after this long without a job a pilot stops; 0 = never
 * @param maxJobs jobs per pilot; 0 = endless
 * @param drainGraceSeconds how long a payload may run on after the pilot's SIGTERM
 * @param killGraceSeconds time between SIGTERM and SIGKILL to a payload
 * @param payloadUser as whom pilots that run as root run payloads; absent = as themselves
 * @param cores asked of the batch system for each pilot, which offers as many; absent = the pilot offers what its slot has
 * @param memoryMb likewise, megabytes of 2^20 bytes; what the pilot itself needs is asked for beyond that
 * @param diskMb likewise
 * @param tags names of abilities that the pilots offer
 * @param oldSecretUntil until when the secret before the present one is honoured; absent = it is not
 * @param version rises with every change; a change that names it is refused if another came before
 * @param pilots how many are on record in each state
 * @param pilotsAlive how many of them have not ended
 */
public record SiteView(
        String name,
        String batch,
        String mode,
        int cap,
        int reserve,
        int ramp,
        boolean paused,
        @Nullable String pausedReason,
        Map<String, String> env,
        int heartbeatSeconds,
        long lifetimeSeconds,
        long idleSeconds,
        int maxJobs,
        int drainGraceSeconds,
        int killGraceSeconds,
        @Nullable String payloadUser,
        @Nullable Integer cores,
        @Nullable Integer memoryMb,
        @Nullable Integer diskMb,
        List<String> tags,
        @Nullable Instant oldSecretUntil,
        Instant createdAt,
        int version,
        Map<PilotState, Long> pilots,
        long pilotsAlive) {

    public SiteView {
        tags = tags == null ? List.of() : List.copyOf(tags); // absent in the answer of an older server
    }
}
