package org.freshet.server.account;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The sessions of browsers, in memory. A session holds by which token its owner came in, never the token itself, and
 * exists only for somebody who is logged in.
 */
@Component
class BrowserSessions {

    private static final String TOKEN = "token";
    private static final String VOUCHED_FOR = "vouchedFor";

    private final LoginSettings settings;
    private final String cookie;

    BrowserSessions(LoginSettings settings, @Value("${server.servlet.session.cookie.name}") String cookie) {
        this.settings = settings;
        this.cookie = cookie;
    }

    /** Name of the cookie that holds what shows that the login form is ours. */
    String formCookie() {
        return cookie + "-form";
    }

    /** Name of the cookie by which a browser that comes back from an OpenID provider is known. */
    String providerCookie() {
        return cookie + "-provider";
    }

    /**
     * Begins one with a new id: an id that somebody planted in the browser before is worth nothing.
     *
     * @param vouchedFor whether the token was made for this session alone
     */
    void begin(HttpServletRequest request, long token, boolean vouchedFor) {
        end(request);
        var session = request.getSession(true);
        session.setMaxInactiveInterval((int) settings.idle().toSeconds());
        session.setAttribute(TOKEN, token);
        session.setAttribute(VOUCHED_FOR, vouchedFor);
    }

    /** By which token the sender of a request came in; empty for whoever is not logged in. */
    Optional<Long> token(HttpServletRequest request) {
        var session = request.getSession(false);
        return session == null ? Optional.empty() : Optional.ofNullable((Long) session.getAttribute(TOKEN));
    }

    /** Whether the token was made for this session alone. */
    boolean isVouchedFor(HttpServletRequest request) {
        var session = request.getSession(false);
        return session != null && Boolean.TRUE.equals(session.getAttribute(VOUCHED_FOR));
    }

    /** Whether the browser shows a session that is over. */
    boolean hasEnded(HttpServletRequest request) {
        return request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
    }

    void end(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
