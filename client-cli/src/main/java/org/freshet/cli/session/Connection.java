package org.freshet.cli.session;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the server is and which token it may be shown.
 *
 * <p>The server is that of {@code --server}, else {@code FRESHET_URL}, else {@code FRESHET_SERVER}, else, unless
 * {@code FRESHET_HOME} or {@code FRESHET_PORT} is set, the one in the {@link ConfigFile}; else the one recorded in
 * {@code server.json} of {@code FRESHET_HOME}, else {@code http://127.0.0.1:FRESHET_PORT}. The token is that of the server
 * whose name {@code --server} gives, or without such a name {@code FRESHET_TOKEN}, else the one that stands in the configuration file beside this very
 * url, else the home's {@code admin.token}, which goes to the recorded server and to no other: whoever listens elsewhere
 * must not learn it.
 *
 * @param url without a slash at its end
 * @param urlFrom who said so, for people
 * @param token absent if there is none for this server
 * @param tokenFrom where it stands, for people; empty if there is none
 * @param withoutToken for an answer "not allowed": why no token was sent, and what to do
 */
public record Connection(
        String url, String urlFrom, @Nullable String token, String tokenFrom, String withoutToken) {

    /** Without an option and from the environment; an empty variable counts as unset. */
    static Connection from(Map<String, String> environment, Path userHome) {
        return new ConnectionSearch(environment, userHome, ConfigFile.from(environment, userHome)).find(null);
    }

    /** One spelling for each server: lower case, no default port, no slash at the end, {@code localhost} as 127.0.0.1. */
    static String normalised(String url) {
        var uri = parsed(url);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean defaultPort = uri.getPort() == -1 || uri.getPort() == ("https".equals(scheme) ? 443 : 80);
        String path = uri.getRawPath().replaceAll("/+$", "");
        // not ::1: another program may listen there
        return scheme + "://" + ("localhost".equals(host) ? "127.0.0.1" : host)
                + (defaultPort ? "" : ":" + uri.getPort()) + path;
    }

    private static URI parsed(String url) {
        try {
            var uri = URI.create(url.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new CommandFailure(
                ExitCode.USAGE, "The server's address '" + url + "' is not a URL such as http://127.0.0.1:8080.");
    }
}
