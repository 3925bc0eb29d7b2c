package org.freshet.server.dashboard.types;

import java.util.Optional;
import org.freshet.server.dashboard.action.ChangeForm;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed beside the button of a change of a job type, as it came.
 *
 * @param reason blank = none
 * @param limit blank = no limit
 */
record TypeForm(@Nullable String reason, @Nullable String limit) {

    boolean hasUsableLimit() {
        return isWithoutLimit() || newLimit().isPresent();
    }

    private boolean isWithoutLimit() {
        return limit == null || limit.isBlank();
    }

    /** Empty for none, and for what is no limit. */
    Optional<Integer> newLimit() {
        try {
            return limit == null || limit.isBlank()
                    ? Optional.empty()
                    : Optional.of(Integer.valueOf(limit.strip())).filter(it -> it >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Its words about the reason are those of every other change. */
    ChangeForm why() {
        return new ChangeForm(reason, null, null);
    }
}
