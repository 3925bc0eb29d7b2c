package org.freshet.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A wish not to be told of an alarm for a time.
 *
 * @param rule required
 * @param object absent = whatever the rule looks at
 * @param reason required
 * @param expiresIn after which it is told again, one minute to 31 days; required
 */
public record AlarmSilenceWish(
        @Nullable AlarmRule rule,
        @Nullable String object,
        @Nullable String reason,
        @Nullable Duration expiresIn) {}
