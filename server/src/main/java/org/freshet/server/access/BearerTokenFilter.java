package org.freshet.server.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.freshet.server.account.PresentedToken;
import org.freshet.server.account.TokenOwner;
import org.freshet.server.account.TokenSql;
import org.freshet.server.account.TokenUses;
import org.freshet.server.platform.BearerToken;
import org.freshet.server.platform.DatabaseAway;
import org.freshet.server.platform.Secret;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds the account of a request's token. A wrong token is refused even where none is needed: its owner should know. */
public final class BearerTokenFilter extends OncePerRequestFilter {

    private static final String VALID = BearerTokenFilter.class.getName() + ".valid";
    private static final Set<String> PILOTS_METHODS = Set.of("POST", "PUT");
    private static final String REGISTRATION = "/api/v1/pilots";
    private static final Pattern OF_PILOTS = Pattern.compile(REGISTRATION + "(/[^/]+/(exchange|jobs/.*))?");

    private final TokenSql tokens;
    private final TokenUses uses;
    private final RefusedAccess refused;

    public BearerTokenFilter(TokenSql tokens, TokenUses uses, RefusedAccess refused) {
        this.tokens = tokens;
        this.uses = uses;
        this.refused = refused;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return isOfPilots(request);
    }

    /** Whether the controllers, and not this filter, know whose token or secret it is. */
    static boolean isOfPilots(HttpServletRequest request) {
        return PILOTS_METHODS.contains(request.getMethod())
                && OF_PILOTS.matcher(request.getServletPath()).matches();
    }

    /** Whether a call of pilots is one that all pilots of a site make with one secret. */
    static boolean isRegistration(HttpServletRequest request) {
        return request.getServletPath().equals(REGISTRATION);
    }

    /** Whether the token of a request was looked up and may be used. */
    static boolean hasValidToken(HttpServletRequest request) {
        return request.getAttribute(VALID) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var token = BearerToken.of(request);
        if (token.isEmpty() || isAccepted(token.get(), request, response)) {
            chain.doFilter(request, response);
        }
    }

    /** False if the request was answered. */
    private boolean isAccepted(Secret token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<PresentedToken> presented;
        try {
            presented = tokens.find(token.hash());
        } catch (DataAccessException e) {
            if (!DatabaseAway.explains(e)) {
                throw e;
            }
            refused.forNow(response, e);
            return false;
        }
        var refusal = presented.map(PresentedToken::refusal).orElse(Optional.of(PresentedToken.UNKNOWN));
        if (refusal.isPresent()) {
            refused.commence(request, response, new BadCredentialsException(refusal.get()));
            return false;
        }
        request.setAttribute(VALID, true);
        act(presented.orElseThrow().owner());
        return true;
    }

    private void act(TokenOwner owner) {
        uses.note(owner.tokenId());
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(owner);
        SecurityContextHolder.setContext(context);
    }
}
