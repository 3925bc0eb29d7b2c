package org.freshet.server.login;

import java.util.Locale;
import java.util.Optional;
import org.freshet.server.account.PresentedToken;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody sees the page {@code /login}, beyond having asked for it. Each has its sentence in
 * {@code messages.properties}.
 */
enum LoginNotice {
    /** The page needs a reader who is known. */
    NEEDED,
    /** A form came from somebody who is not logged in, or no longer. */
    NEEDED_FOR_CHANGE,
    /** The browser has a session that ended, for want of use or with the server. */
    ENDED,
    LOGGED_OUT,
    /** The login form was too old, or came from elsewhere. */
    STALE_FORM,
    NO_TOKEN,
    /** Too many wrong tokens came from one address. */
    TOO_MANY,
    UNKNOWN,
    REVOKED,
    EXPIRED,
    /** The account of the token is disabled. */
    DISABLED,
    /** The OpenID provider does not answer, or not as one. */
    PROVIDER_AWAY,
    /** The OpenID provider let the person not in. */
    PROVIDER_REFUSED,
    /** The login at the OpenID provider took too long, or was begun in another browser. */
    PROVIDER_LATE,
    /** The OpenID provider's answer cannot be trusted or understood. */
    PROVIDER_WRONG,
    /** Nothing that the OpenID provider says of a person gives them a role. */
    NO_ROLE,
    /** The OpenID provider does not say the person's name, or one that no account can have. */
    NO_NAME,
    /** An account of that name exists, and is not that person's. */
    NAME_TAKEN;

    /** What is wrong with a token; empty if it is valid. */
    static Optional<LoginNotice> about(PresentedToken token) {
        if (token.refusal().isEmpty()) {
            return Optional.empty();
        }
        if (token.revokedAt() != null) {
            return Optional.of(REVOKED);
        }
        return Optional.of(token.expired() ? EXPIRED : DISABLED);
    }

    /** As it stands in the address of the page. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one that an address names; empty if it names none. */
    static Optional<LoginNotice> of(@Nullable String word) {
        for (var notice : values()) {
            if (notice.word().equals(word)) {
                return Optional.of(notice);
            }
        }
        return Optional.empty();
    }
}
