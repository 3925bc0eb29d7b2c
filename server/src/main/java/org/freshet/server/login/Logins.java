package org.freshet.server.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.freshet.server.account.PresentedToken;
import org.freshet.server.account.TokenSql;
import org.freshet.server.platform.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lets people in to the pages by their tokens, and out again. */
@Service
class Logins {

    private final TokenSql tokens;
    private final WrongTokens wrong;
    private final BrowserSessions sessions;

    Logins(TokenSql tokens, WrongTokens wrong, BrowserSessions sessions) {
        this.tokens = tokens;
        this.wrong = wrong;
        this.sessions = sessions;
    }

    /**
     * Why somebody is not let in.
     *
     * @param detail says more than the notice does; null = there is no more to say
     */
    record Refusal(LoginNotice notice, @Nullable String detail) {}

    /** Begins a session for whoever shows a token; if not, says why not. */
    Optional<Refusal> enter(HttpServletRequest request, String token) {
        if (token.isBlank()) {
            return Optional.of(new Refusal(LoginNotice.NO_TOKEN, null));
        }
        if (wrong.areTooMany(request.getRemoteAddr())) {
            return Optional.of(new Refusal(LoginNotice.TOO_MANY, null));
        }
        var known = tokens.find(new Secret(token.strip()).hash());
        var refusal = known.map(Logins::refusal).orElse(Optional.of(new Refusal(LoginNotice.UNKNOWN, null)));
        if (refusal.isPresent()) {
            wrong.note(request.getRemoteAddr());
        } else {
            sessions.begin(request, known.orElseThrow().owner(), false);
        }
        return refusal;
    }

    private static Optional<Refusal> refusal(PresentedToken token) {
        return LoginNotice.about(token)
                .map(notice -> new Refusal(notice, token.refusal().orElse(null)));
    }

    /** Ends the session of whoever sent the request, and the token that stands for the login at a provider. */
    @Transactional
    void leave(HttpServletRequest request) {
        var token = sessions.token(request);
        if (token.isPresent() && sessions.isVouchedFor(request)) {
            Visitor.of(request).ifPresent(who -> tokens.revoke(token.get(), "user " + who.account(), "logged out"));
        }
        sessions.end(request);
    }
}
