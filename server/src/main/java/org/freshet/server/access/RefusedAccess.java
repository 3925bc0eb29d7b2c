package org.freshet.server.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.stream.Collectors;
import org.freshet.protocol.Problem;
import org.freshet.server.account.TokenOwner;
import org.freshet.server.platform.DatabaseAway;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers whoever is not let in with a problem document that says what to do. */
@Component
public class RefusedAccess implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String NO_TOKEN =
            "This needs a token: send the header \"Authorization: Bearer TOKEN\". The command freshet takes it from"
                    + " FRESHET_TOKEN, or from admin.token in the server's FRESHET_HOME. An administrator makes one with:"
                    + " freshet token create NAME --user USER";

    private final JsonMapper json;

    RefusedAccess(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        var detail = why instanceof BadCredentialsException ? why.getMessage() : NO_TOKEN;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        answer(response, HttpStatus.UNAUTHORIZED, detail);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        answer(response, HttpStatus.FORBIDDEN, missingRole(request.getUserPrincipal(), why));
    }

    private static String missingRole(@Nullable Principal who, AccessDeniedException why) {
        if (why instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision
                && who instanceof TokenOwner owner) {
            var role = decision.getAuthorities().stream()
                    .map(it -> String.valueOf(it.getAuthority()).replaceFirst("^ROLE_", ""))
                    .collect(Collectors.joining(" or "));
            return "This needs the role " + role + "; the account " + owner.account() + " has " + owner.role()
                    + ". Ask somebody with that role to do it, or an administrator to give it to the account.";
        }
        return "This is not allowed to the account " + (who == null ? "of this request" : who.getName()) + ".";
    }

    /** The token cannot be looked up while the database is away. */
    void forNow(HttpServletResponse response, DataAccessException why) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        answer(response, HttpStatus.SERVICE_UNAVAILABLE, DatabaseAway.sentence(why));
    }

    void answer(HttpServletResponse response, HttpStatus status, @Nullable String detail) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(
                response.getOutputStream(),
                new Problem("about:blank", status.getReasonPhrase(), status.value(), detail, null, null));
    }
}
