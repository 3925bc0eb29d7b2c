package org.freshet.server.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.freshet.server.platform.ServerAddress;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.stereotype.Component;

/**
 * Reading without a token: only when the server is bound to loopback, the request names a loopback host (so that a
 * foreign name that resolves to 127.0.0.1 does not pass), and no proxy forwarded it. A server that is told to believe
 * what a proxy says of a request, or that it has a public address elsewhere, has one in front, and may not see whether that
 * forwarded this one.
 */
@Component
class LocalReading {

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final List<String> FORWARDED = List.of(
            "Forwarded",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "X-Forwarded-Server",
            "X-Real-IP");

    private final boolean possible;

    LocalReading(ServerProperties server, ServerAddress known) {
        InetAddress address = server.getAddress();
        var believed = server.getForwardHeadersStrategy();
        this.possible = address != null
                && address.isLoopbackAddress()
                && known.configuredUrl().map(ServerAddress::isLoopback).orElse(true)
                && (believed == null || believed == ServerProperties.ForwardHeadersStrategy.NONE);
    }

    boolean allows(HttpServletRequest request) {
        return possible
                && LOOPBACK_NAMES.contains(request.getServerName())
                && FORWARDED.stream().allMatch(it -> request.getHeader(it) == null);
    }
}
