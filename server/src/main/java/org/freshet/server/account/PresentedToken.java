package org.freshet.server.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.freshet.protocol.Role;
import org.jspecify.annotations.Nullable;

/**
 * A token that the books know, valid or not.
 *
 * @param account name of the account that it belongs to
 * @param role that account's, now
 * @param disabledAt since when the account may do nothing
 * @param expired whether its time is over, on the database's clock
 */
public record PresentedToken(
        long id,
        String name,
        String account,
        Role role,
        @Nullable Instant disabledAt,
        @Nullable Instant revokedAt,
        @Nullable Instant expiresAt,
        boolean expired) {

    /** For a token that no book knows. */
    public static final String UNKNOWN =
            "The token is unknown: check that it is complete and that it is one of this server, or"
                    + " ask an administrator for one.";

    /** Why it is not valid, and what to do; empty for a valid one. */
    public Optional<String> refusal() {
        if (revokedAt != null) {
            return Optional.of(
                    told() + " was revoked at " + words(revokedAt) + "; ask an administrator for a new one.");
        }
        if (expired && expiresAt != null) {
            return Optional.of(told() + " expired at " + words(expiresAt) + "; ask an administrator for a new one.");
        }
        if (disabledAt != null) {
            return Optional.of("The account " + account + " was disabled at " + words(disabledAt)
                    + "; an administrator can enable it again.");
        }
        return Optional.empty();
    }

    private String told() {
        return "The token '" + name + "' of " + account;
    }

    private static Instant words(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    public TokenOwner owner() {
        return new TokenOwner(account, role, id);
    }
}
