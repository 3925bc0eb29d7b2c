package org.freshet.server.pilot;

import org.jspecify.annotations.Nullable;

/** As whom a pilot runs payloads, in words: the same on its page, in the API and in the CLI. */
public final class PayloadsRunAs {

    private PayloadsRunAs() {}

    /**
     * One sentence for the operator.
     *
     * @param user the user of its machine that the pilot runs as; null = it has not said
     * @param payloadUser what its site wants; null = nothing
     */
    public static @Nullable String sentence(@Nullable String user, @Nullable String payloadUser) {
        if (user == null) {
            return null;
        }
        var root = user.equals("root");
        if (payloadUser == null) {
            return "Payloads run as the pilot's own user " + user
                    + (root ? ": its site names no other (payload user)." : ".");
        }
        if (root) {
            return "Payloads run as " + payloadUser + ", to whom the pilot changes from root.";
        }
        return user.equals(payloadUser)
                ? "Payloads run as the pilot's own user " + user + ", as its site wants."
                : "Payloads run as the pilot's own user " + user + ", not as " + payloadUser
                        + ": the pilot does not run as root.";
    }
}
