package org.freshet.server.platform;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where programs reach this server, known when it listens. */
@Component
public class ServerAddress {

    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]|\\[0:0:0:0:0:0:0:1]", Pattern.CASE_INSENSITIVE);

    private final ServerProperties properties;
    private final @Nullable URI publicUrl;
    private volatile @Nullable URI url;

    ServerAddress(ServerProperties properties, @Value("${freshet.public-url}") String publicUrl) {
        this.properties = properties;
        this.publicUrl = publicUrl.isBlank() ? null : checked(publicUrl.strip());
    }

    private static URI checked(String publicUrl) {
        if (!WEB_ADDRESS.matcher(publicUrl).matches()) {
            throw new StartRefused(
                    "FRESHET_PUBLIC_URL is \"" + publicUrl + "\", which is not the address of a server.",
                    "Unset it, or give one such as http://freshet.example.org:8080, without a path.");
        }
        return URI.create(publicUrl);
    }

    /** Where programs on any machine reach this server: the setting if there is one, else {@link #url()}. */
    public Optional<URI> publicUrl() {
        return Optional.ofNullable(publicUrl == null ? url : publicUrl);
    }

    /**
     * Why programs on other machines may not reach this server at {@link #publicUrl()}; empty if that was set, or can be
     * meant for all.
     */
    public Optional<String> doubt() {
        return publicUrl().filter(it -> publicUrl == null && isLoopback(it)).map("""
                Pilots are told to find this server at %s, where those on other machines find their own machine. \
                Unless all run on this one, set FRESHET_PUBLIC_URL to an address that they reach, let the server listen \
                there (FRESHET_ADDRESS), and start it anew."""::formatted);
    }

    /** The setting, if there is one. */
    public Optional<URI> configuredUrl() {
        return Optional.ofNullable(publicUrl);
    }

    /** Whether an address means the machine of whoever uses it. */
    public static boolean isLoopback(URI url) {
        return url.getHost() != null && LOOPBACK.matcher(url.getHost()).matches();
    }

    /** Where programs on this machine reach it; empty until it listens. */
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
