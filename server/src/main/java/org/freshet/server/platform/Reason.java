package org.freshet.server.platform;

import org.jspecify.annotations.Nullable;

/** Why a person changes something, for the history. */
public final class Reason {

    /** Characters. */
    private static final int LONGEST = 1000;

    private Reason() {}

    /** Without the blanks around it; null if there is none. Throws {@link Invalid} if it is too long. */
    public static @Nullable String optional(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        if (reason.length() > LONGEST) {
            throw Invalid.field("reason", "longer than " + LONGEST + " characters");
        }
        return reason.strip();
    }

    /** Throws {@link Invalid} if there is none. */
    public static String required(@Nullable String reason) {
        var given = optional(reason);
        if (given == null) {
            throw Invalid.field("reason", "missing; say why, for those who find it so later");
        }
        return given;
    }

    /** What was done and, if it is known, why. */
    public static String with(String deed, @Nullable String reason) {
        return reason == null ? deed : deed + ": " + reason;
    }
}
