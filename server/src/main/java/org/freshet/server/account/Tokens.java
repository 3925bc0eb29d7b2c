package org.freshet.server.account;

import java.time.Duration;
import java.util.Objects;
import org.freshet.protocol.Role;
import org.freshet.protocol.TokenMade;
import org.freshet.protocol.TokenView;
import org.freshet.protocol.TokenWish;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes and revokes tokens. Everybody may do so with the own ones, an administrator with all. */
@Service
class Tokens {

    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Accounts accounts;
    private final TokenSql tokens;
    private final TokenListSql lists;

    Tokens(Accounts accounts, TokenSql tokens, TokenListSql lists) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.lists = lists;
    }

    /** A token that is not an administrator's makes none that outlives it. */
    @Transactional
    TokenMade make(TokenWish wish, TokenOwner asker) {
        var name = name(wish.name());
        check(wish.expiresIn());
        var user = Objects.requireNonNullElse(wish.user(), asker.account());
        checkMayActFor(user, asker, "Making a token for " + user);
        var account = accounts.findByName(user).orElseThrow(() -> new NotFound("There is no user " + user + "."));
        if (account.disabledAt() != null) {
            throw new Conflict(
                    "The user " + user + " is disabled, and a token would be refused. Enable the account first:"
                            + " freshet user enable " + user);
        }
        var secret = Secret.random();
        var actor = "user " + asker.account();
        var id = tokens.add(account.id(), name, secret.hash(), wish.expiresIn(), asker.tokenId(), actor)
                .orElseThrow(
                        () -> new Conflict("The token that asked for this one was revoked at that moment. No token was"
                                + " made; ask an administrator."));
        return new TokenMade(view(id), secret.text());
    }

    private static String name(@Nullable String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw Invalid.field(
                    "name", "1 to " + LONGEST_NAME + " characters are expected that say what the token is for");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw Invalid.field("name", "characters that cannot be seen are not allowed");
        }
        return name.strip();
    }

    private static void check(@Nullable Duration expiresIn) {
        if (expiresIn != null && (expiresIn.toSeconds() < 1 || expiresIn.compareTo(LONGEST) > 0)) {
            throw Invalid.field("expiresIn", "a time from one second to ten years is expected");
        }
    }

    /**
     * Revokes a token, and all that were made with it: whoever stole it may have made them.
     *
     * @param reason for the audit
     */
    @Transactional
    TokenView revoke(long id, @Nullable String reason, TokenOwner asker) {
        var token = view(id);
        checkMayActFor(token.user(), asker, "Token " + id + " belongs to somebody else. Revoking it");
        var actor = "user " + asker.account();
        if (!tokens.revoke(id, actor, reason)) {
            throw new Conflict("The token '" + token.name() + "' of " + token.user() + " was revoked at "
                    + view(id).revokedAt() + " already.");
        }
        var others = tokens.revokeMadeWith(id, actor, reason);
        return view(id).withAlsoRevoked(others);
    }

    /** Refuses to act for others to all but administrators. */
    static void checkMayActFor(String user, TokenOwner asker, String what) {
        if (asker.role() != Role.ADMIN && !user.equals(asker.account())) {
            throw new Forbidden(what + " needs the role ADMIN; the account " + asker.account() + " has " + asker.role()
                    + ". Ask an administrator.");
        }
    }

    private TokenView view(long id) {
        return lists.find(id).orElseThrow(() -> new NotFound("There is no token " + id + "."));
    }
}
