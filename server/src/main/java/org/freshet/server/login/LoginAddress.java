package org.freshet.server.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The address of the login page, which says why one is there and where one wanted to go. */
final class LoginAddress {

    private LoginAddress() {}

    static String of(LoginNotice why, String from) {
        return "/login?why=" + why.word() + "&from=" + URLEncoder.encode(from, StandardCharsets.UTF_8);
    }

    /** Sends a browser there instead of answering; a form that it sent is not sent again. */
    static void redirect(HttpServletRequest request, HttpServletResponse response, LoginNotice why) throws IOException {
        var reads = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        response.setStatus((reads ? HttpStatus.FOUND : HttpStatus.SEE_OTHER).value());
        response.setHeader(HttpHeaders.LOCATION, of(why, wanted(request)));
    }

    private static String wanted(HttpServletRequest request) {
        var query = request.getQueryString();
        return LocalPath.orStart(request.getRequestURI() + (query == null ? "" : "?" + query));
    }
}
