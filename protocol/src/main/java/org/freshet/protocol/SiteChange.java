package org.freshet.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new site is to be like, or what is to change about one; what is absent has its default or stays as it is. The
 * parameters are those of {@link SiteView}. The last six are p3s's names, so that its site files work.
 *
 * @param name of the new site: 1 to 63 letters, digits or {@code . _ -}, a letter or digit first; cannot be changed
 * @param env all variables, not only those that change
 * @param payloadUser an empty text = as the pilots themselves
 * @param cores 0 = not stated any more
 * @param memoryMb 0 = not stated any more
 * @param diskMb 0 = not stated any more
 * @param tags all of them, not only those that change
 * @param version the change is refused if the site has another one by now; absent = whatever it has
 * @param reason for the history
 * @param pilots p3s: keep so many ({@code cap}, with {@code mode} FIXED)
 * @param pilotcycles p3s: {@code maxJobs}
 * @param pilotbeat p3s: {@code heartbeatSeconds}, at most what this server's lease allows
 * @param pilotlife p3s: {@code lifetimeSeconds}
 * @param pilotperiod p3s: ignored, pilots wait at the server
 * @param server p3s: ignored
 */
public record SiteChange(
        @Nullable String name,
        @Nullable String batch,
        @Nullable String mode,
        @Nullable Integer cap,
        @Nullable Integer reserve,
        @Nullable Integer ramp,
        @Nullable Map<String, String> env,
        @Nullable Integer heartbeatSeconds,
        @Nullable Long lifetimeSeconds,
        @Nullable Long idleSeconds,
        @Nullable Integer maxJobs,
        @Nullable Integer drainGraceSeconds,
        @Nullable Integer killGraceSeconds,
        @Nullable String payloadUser,
        @Nullable Integer cores,
        @Nullable Integer memoryMb,
        @Nullable Integer diskMb,
        @Nullable List<String> tags,
        @Nullable Integer version,
        @Nullable String reason,
        @Nullable Integer pilots,
        @Nullable Integer pilotcycles,
        @Nullable Integer pilotbeat,
        @Nullable Long pilotlife,
        @Nullable String pilotperiod,
        @Nullable String server) {}
