package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Alarms that nobody wants to be told of for a time.
 *
 * @param object absent = whatever the rule looks at
 * @param by account
 */
public record AlarmSilenceView(
        long id, AlarmRule rule, @Nullable String object, String reason, Instant until, Instant madeAt, String by) {}
