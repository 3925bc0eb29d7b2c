package org.freshet.server.platform;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where programs on this machine reach this server, known when it listens. */
@Component
public class ServerAddress {

    private final ServerProperties properties;
    private volatile @Nullable URI url;

    ServerAddress(ServerProperties properties) {
        this.properties = properties;
    }

    /** Empty until it listens. */
    public Optional<URI> url() {
        return Optional.ofNullable(url);
    }

    @EventListener
    void onListening(WebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() == null) {
            var ssl = properties.getSsl();
            var scheme = ssl != null && ssl.isEnabled() ? "https" : "http";
            url = URI.create(scheme + "://" + host(properties.getAddress()) + ":"
                    + event.getWebServer().getPort());
        }
    }

    private static String host(@Nullable InetAddress address) {
        if (address == null || address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
