package org.freshet.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Reads the header {@code Authorization: Bearer TOKEN}. */
public final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    public static Optional<Secret> of(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(new Secret(header.substring(SCHEME.length()).strip()));
    }
}
