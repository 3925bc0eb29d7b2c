package org.freshet.server.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.freshet.server.account.PresentedToken;
import org.freshet.server.account.TokenOwner;
import org.freshet.server.account.TokenSql;
import org.freshet.server.account.TokenUses;
import org.freshet.server.platform.DatabaseAway;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the account of a browser's session, with every request anew: a token that was revoked or expired, and an account
 * that was disabled, end the session at once.
 */
final class SessionFilter extends OncePerRequestFilter {

    private final BrowserSessions sessions;
    private final TokenSql tokens;
    private final TokenUses uses;

    SessionFilter(BrowserSessions sessions, TokenSql tokens, TokenUses uses) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.uses = uses;
    }

    /** What pages are made of is for everybody. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().matches("/[a-z]+\\.(css|js)");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var token = sessions.token(request);
        if (token.isEmpty() || isStillGood(token.get(), request, response)) {
            chain.doFilter(request, response);
        }
    }

    /** False if the request was answered. */
    private boolean isStillGood(long token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<PresentedToken> known;
        try {
            known = tokens.find(token);
        } catch (DataAccessException e) {
            if (!DatabaseAway.explains(e)) {
                throw e;
            }
            response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
            return false;
        }
        var trouble = known.filter(it -> sessions.isOf(request, it.account()))
                .map(LoginNotice::about)
                .orElse(Optional.of(LoginNotice.UNKNOWN));
        if (trouble.isPresent()) {
            sessions.end(request);
            LoginAddress.redirect(request, response, trouble.get());
            return false;
        }
        act(request, known.orElseThrow().owner());
        return true;
    }

    private void act(HttpServletRequest request, TokenOwner owner) {
        uses.note(owner.tokenId());
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(owner);
        SecurityContextHolder.setContext(context);
        Visitor.of(request, owner);
    }
}
