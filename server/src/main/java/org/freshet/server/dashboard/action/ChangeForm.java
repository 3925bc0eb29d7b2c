package org.freshet.server.dashboard.action;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed beside the button of a change, as it came.
 *
 * @param reason blank = none
 * @param priority the new one
 * @param minutes for how long the result of a retry is useful; blank = as long as it was
 */
public record ChangeForm(
        @Nullable String reason,
        @Nullable String priority,
        @Nullable String minutes) {

    private static final int LONGEST_REASON = 1000;
    private static final int MOST_MINUTES = 5_256_000; // ten years
    private static final int MOST_PRIORITY = 1000;

    public boolean hasUsableReason() {
        return reason == null || (reason.length() <= LONGEST_REASON && reason.indexOf('\0') < 0);
    }

    @Nullable
    public String reasonOrNull() {
        return reason == null || reason.isBlank() ? null : reason.strip();
    }

    public Optional<Integer> newPriority() {
        return number(priority).filter(it -> Math.abs(it) <= MOST_PRIORITY);
    }

    boolean hasUsableMinutes() {
        return isBlank(minutes) || usefulFor().isPresent();
    }

    public Optional<Duration> usefulFor() {
        return number(minutes).filter(it -> it >= 1 && it <= MOST_MINUTES).map(Duration::ofMinutes);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static Optional<Integer> number(@Nullable String text) {
        try {
            return isBlank(text) || text == null ? Optional.empty() : Optional.of(Integer.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
