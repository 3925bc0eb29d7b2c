package org.freshet.server.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** Addresses, methods and headers that only tricks are made of: the access rules could read them in another way than the pages do. */
@Component
class RejectedAddresses implements RequestRejectedHandler {

    private final RefusedAccess refused;

    RejectedAddresses(RefusedAccess refused) {
        this.refused = refused;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException why)
            throws IOException {
        refused.answer(
                response,
                HttpStatus.BAD_REQUEST,
                "This method, address or header is written in a way that Freshet does not accept: no \"//\", \";\" or"
                        + " \"..\", no encoded slash, dot or percent sign in the path, and only the usual methods.");
    }
}
