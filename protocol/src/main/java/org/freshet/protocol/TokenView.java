package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as lists show it; the token itself is shown only once, when it is made.
 *
 * @param user name of the account that it belongs to
 * @param name what its owner calls it, for example {@code laptop}
 * @param expiresAt absent = never
 * @param lastUsedAt up to 30 s late; absent = never used
 * @param alsoRevoked how many tokens that were made with it were revoked with it; only in the answer to its revocation
 */
public record TokenView(
        long id,
        String user,
        String name,
        State state,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        @Nullable Integer alsoRevoked) {

    /** Whether the server takes it. */
    public enum State {
        VALID,
        EXPIRED,
        REVOKED,
        /** Its account is disabled. */
        DISABLED
    }

    /** The same, telling that so many others were revoked with it. */
    public TokenView withAlsoRevoked(int others) {
        return new TokenView(id, user, name, state, createdAt, expiresAt, revokedAt, lastUsedAt, others);
    }
}
