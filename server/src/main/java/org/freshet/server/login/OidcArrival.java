package org.freshet.server.login;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.freshet.server.account.TokenOwner;
import org.freshet.server.login.ProviderAccounts.Arrived;
import org.freshet.server.login.ProviderAccounts.In;
import org.freshet.server.login.ProviderAccounts.Out;
import org.freshet.server.platform.DatabaseAway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.transaction.TransactionException;

/** What happens to a browser that comes back from the OpenID provider. */
final class OidcArrival implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    private static final Logger log = LoggerFactory.getLogger(OidcArrival.class);

    private static final int LONGEST_IN_LOG = 300;

    private final OidcSettings settings;
    private final ProviderAccounts accounts;
    private final BrowserSessions sessions;

    OidcArrival(OidcSettings settings, ProviderAccounts accounts, BrowserSessions sessions) {
        this.settings = settings;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /**
     * Answers with a page that leads on by itself, not with a redirect: a browser that was sent here by another site would
     * not show the new session's cookie to the page to which it is redirected.
     */
    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException, ServletException {
        if (!(authentication.getPrincipal() instanceof OidcUser user)) {
            throw new IllegalStateException("the scopes of freshet.oidc.scopes do not hold openid");
        }
        var person = ProviderPerson.of(user, settings);
        Arrived arrived;
        try {
            arrived = arrive(person);
        } catch (DataAccessException | TransactionException e) {
            if (!DatabaseAway.explains(e)) {
                throw e;
            }
            log.warn("{} could not be logged in: {}", printable(person.name()), DatabaseAway.sentence(e));
            response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
            return;
        }
        goOn(request, response, person, arrived);
    }

    /** Once more for whoever came in by two windows at once: the second time it sees what the other one did. */
    private Arrived arrive(ProviderPerson person) {
        try {
            return accounts.arrive(person);
        } catch (DataIntegrityViolationException | OptimisticLockingFailureException e) {
            return accounts.arrive(person);
        }
    }

    private void goOn(HttpServletRequest request, HttpServletResponse response, ProviderPerson person, Arrived arrived)
            throws IOException, ServletException {
        switch (arrived) {
            case In(TokenOwner owner) -> {
                sessions.begin(request, owner, true);
                Visitor.of(request, owner);
                var from = OidcRequests.from(request);
                request.setAttribute("page", new LoginPage(from, null, null, false, null));
                response.setHeader("Refresh", "0;url=" + from);
                request.getRequestDispatcher("/login/arrived").forward(request, response);
            }
            case Out(LoginNotice why) -> {
                log.info("Not logged in: {} of {} ({})", printable(person.subject()), person.issuer(), why);
                toLogin(request, response, why);
            }
        }
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        var why = notice(failure);
        log.warn("Nobody was logged in by the OpenID provider ({}): {}", why, printable(failure.getMessage()));
        toLogin(request, response, why);
    }

    /** What others say, as it may stand in the log: on one line, and not long. */
    static String printable(@Nullable String text) {
        var line = String.valueOf(text).replaceAll("[\\p{C}\\u2028\\u2029]", "?");
        return line.length() > LONGEST_IN_LOG ? line.substring(0, LONGEST_IN_LOG) + "…" : line;
    }

    private static LoginNotice notice(AuthenticationException failure) {
        if (failure.getCause() instanceof OidcProvider.Away) {
            return LoginNotice.PROVIDER_AWAY;
        }
        var code = failure instanceof OAuth2AuthenticationException known
                ? known.getError().getErrorCode()
                : "";
        return switch (code) {
            case "access_denied" -> LoginNotice.PROVIDER_REFUSED;
            case "authorization_request_not_found" -> LoginNotice.PROVIDER_LATE;
            default -> LoginNotice.PROVIDER_WRONG;
        };
    }

    private static void toLogin(HttpServletRequest request, HttpServletResponse response, LoginNotice why) {
        response.setStatus(HttpStatus.FOUND.value());
        response.setHeader(HttpHeaders.LOCATION, LoginAddress.of(why, OidcRequests.from(request)));
    }
}
