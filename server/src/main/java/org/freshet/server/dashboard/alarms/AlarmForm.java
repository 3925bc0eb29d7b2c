package org.freshet.server.dashboard.alarms;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed about an alarm, as it came.
 *
 * @param note what is being done; blank = nothing was said
 * @param reason why it is kept silent, or no longer
 * @param hours for how long
 * @param all whether everything is meant that the rule looks at
 */
record AlarmForm(
        @Nullable String note,
        @Nullable String reason,
        @Nullable String hours,
        @Nullable String all) {

    private static final Pattern HOURS = Pattern.compile("[0-9]{1,3}");

    /** Null if it is no number. */
    @Nullable
    Duration expiresIn() {
        var given = hours == null ? "" : hours.strip();
        return HOURS.matcher(given).matches() ? Duration.ofHours(Long.parseLong(given)) : null;
    }

    boolean meansAll() {
        return "true".equals(all);
    }
}
