package org.freshet.server.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;

/**
 * What shows that a form is ours: kept in the session of whoever is logged in, where no other site of the same domain can
 * plant one; in a cookie for the login form itself, so that those who are not logged in cost no memory.
 */
final class PageCsrfTokens implements CsrfTokenRepository {

    private final HttpSessionCsrfTokenRepository inSession = new HttpSessionCsrfTokenRepository();
    private final CookieCsrfTokenRepository inCookie = new CookieCsrfTokenRepository();

    PageCsrfTokens(String cookie) {
        inCookie.setCookieName(cookie);
        inCookie.setCookieCustomizer(it -> it.httpOnly(true).sameSite("Strict"));
    }

    private CsrfTokenRepository of(HttpServletRequest request) {
        return request.getSession(false) == null ? inCookie : inSession;
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return of(request).generateToken(request);
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        if (!isOfScript(request)) {
            of(request).saveToken(token, request, response);
        }
    }

    /** A script that reads a page with its token sends no form of it; it gets no cookie to keep. */
    private static boolean isOfScript(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null && request.getSession(false) == null;
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        return of(request).loadToken(request);
    }
}
