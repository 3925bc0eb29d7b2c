package org.freshet.server.account;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.freshet.protocol.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers 401 with a problem document that says what to do. */
@Component
class RefusedAccess implements AuthenticationEntryPoint {

    private static final String NO_TOKEN =
            "This needs a token: send the header \"Authorization: Bearer TOKEN\". The command"
                    + " freshet takes it from FRESHET_TOKEN, or from admin.token in the server's FRESHET_HOME.";

    private final JsonMapper json;

    RefusedAccess(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        var detail = why instanceof BadCredentialsException ? why.getMessage() : NO_TOKEN;
        response.setStatus(HttpStatus.UNAUTHORIZED.value());
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(
                response.getOutputStream(), new Problem("about:blank", "Unauthorized", 401, detail, null, null));
    }
}
