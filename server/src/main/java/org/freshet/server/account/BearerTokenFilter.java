package org.freshet.server.account;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.freshet.server.platform.BearerToken;
import org.freshet.server.platform.DatabaseAway;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds the account of a request's token. A wrong token is refused even where none is needed: its owner should know. */
final class BearerTokenFilter extends OncePerRequestFilter {

    private static final Pattern OF_PILOTS = Pattern.compile("/api/v1/pilots(/[^/]+/(exchange|jobs/.*))?");

    private final TokenSql tokens;
    private final RefusedAccess refused;

    BearerTokenFilter(TokenSql tokens, RefusedAccess refused) {
        this.tokens = tokens;
        this.refused = refused;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !"GET".equals(request.getMethod())
                && OF_PILOTS.matcher(request.getServletPath()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var token = BearerToken.of(request);
        if (token.isPresent()) {
            Optional<TokenOwner> owner;
            try {
                owner = tokens.owner(token.get().hash());
            } catch (DataAccessException e) {
                if (!DatabaseAway.explains(e)) {
                    throw e;
                }
                refused.forNow(response, e);
                return;
            }
            if (owner.isEmpty()) {
                refused.commence(
                        request, response, new BadCredentialsException("The token is unknown, expired or revoked."));
                return;
            }
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(owner.get());
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }
}
