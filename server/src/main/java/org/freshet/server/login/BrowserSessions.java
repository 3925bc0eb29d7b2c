package org.freshet.server.login;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.freshet.server.account.TokenOwner;
import org.freshet.server.login.OpenSessions.Entry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The sessions of browsers, in memory. A session holds whose it is and by which token they came in, never the token itself, and
 * exists only for somebody who is logged in.
 */
@Component
class BrowserSessions {

    private final LoginSettings settings;
    private final String cookie;
    private final OpenSessions open = new OpenSessions();

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
    void begin(HttpServletRequest request, TokenOwner owner, boolean vouchedFor) {
        end(request);
        var session = request.getSession(true);
        session.setMaxInactiveInterval((int) settings.idle().toSeconds());
        open.begin(session, owner, vouchedFor);
    }

    /** After how long without a request a session ends. */
    Duration idle() {
        return settings.idle();
    }

    /** By which token the sender of a request came in; empty for whoever is not logged in. */
    Optional<Long> token(HttpServletRequest request) {
        return Entry.of(request.getSession(false)).map(Entry::token);
    }

    /** Whether the sender of a request came in as the owner of its token. After a restore the number may be that of somebody else's. */
    boolean isOf(HttpServletRequest request, String account) {
        return Entry.of(request.getSession(false))
                .filter(it -> it.account().equals(account))
                .isPresent();
    }

    /** Whether the token was made for this session alone. */
    boolean isVouchedFor(HttpServletRequest request) {
        return Entry.of(request.getSession(false)).filter(Entry::vouchedFor).isPresent();
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
