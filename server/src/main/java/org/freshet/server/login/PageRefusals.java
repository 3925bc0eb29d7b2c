package org.freshet.server.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.freshet.protocol.Role;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** Sends who is not known to the login, and tells who is known what they lack. Nothing was changed in any case. */
@Component
class PageRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String ROLE = "ROLE_";

    private final BrowserSessions sessions;
    private final MessageSource words;

    PageRefusals(BrowserSessions sessions, MessageSource words) {
        this.sessions = sessions;
        this.words = words;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        LoginAddress.redirect(request, response, noticeFor(request));
    }

    private LoginNotice noticeFor(HttpServletRequest request) {
        if (sessions.hasEnded(request)) {
            return LoginNotice.ENDED;
        }
        return "GET".equals(request.getMethod()) ? LoginNotice.NEEDED : LoginNotice.NEEDED_FOR_CHANGE;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        var visitor = Visitor.of(request);
        var isLogin = "/login".equals(request.getServletPath());
        if (why instanceof CsrfException && visitor.isEmpty()) {
            LoginAddress.redirect(request, response, isLogin ? LoginNotice.STALE_FORM : noticeFor(request));
        } else if (why instanceof CsrfException && isLogin) {
            // The form was shown when the browser came from another site and kept the session's cookie back.
            response.setStatus(HttpStatus.SEE_OTHER.value());
            response.setHeader(HttpHeaders.LOCATION, LocalPath.orStart(request.getParameter("from")));
        } else if (why instanceof CsrfException) {
            refuse(response, say("refused.form"));
        } else {
            refuse(response, sentence(why, visitor));
        }
    }

    private String sentence(AccessDeniedException why, Optional<Visitor> visitor) {
        return neededRole(why)
                .flatMap(role -> visitor.map(it -> say("refused.role", role, it.account(), it.role())))
                .orElseGet(() -> say("refused"));
    }

    private static Optional<Role> neededRole(AccessDeniedException why) {
        if (why instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision) {
            return decision.getAuthorities().stream()
                    .map(GrantedAuthority::getAuthority)
                    .filter(it -> it != null && it.startsWith(ROLE))
                    .map(it -> Role.valueOf(it.substring(ROLE.length())))
                    .findFirst();
        }
        return Optional.empty();
    }

    private String say(String key, Object... args) {
        return words.getMessage(key, args, Locale.ENGLISH);
    }

    /** The sentence stands on the error page. */
    private static void refuse(HttpServletResponse response, String sentence) throws IOException {
        response.sendError(HttpStatus.FORBIDDEN.value(), sentence);
    }
}
