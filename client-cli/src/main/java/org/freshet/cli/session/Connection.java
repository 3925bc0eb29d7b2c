package org.freshet.cli.session;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Where the server is and which token it may be shown.
 *
 * <p>The server is {@code FRESHET_URL}, else the one recorded in {@code server.json} of {@code FRESHET_HOME}, else
 * {@code http://127.0.0.1:FRESHET_PORT}. The token is {@code FRESHET_TOKEN}, else the home's {@code admin.token}, which
 * goes to the recorded server and to no other: whoever listens elsewhere must not learn it.
 *
 * @param url without a slash at its end
 * @param token absent if there is none for this server
 * @param withoutToken for an answer "not allowed": why no token was sent, and what to do
 */
public record Connection(String url, @Nullable String token, String withoutToken) {

    private static final String DEFAULT_PORT = "8080";

    /** From the environment; an empty variable counts as unset. */
    static Connection from(Map<String, String> environment, Path userHome) {
        var home = value(environment, "FRESHET_HOME").map(Path::of).orElse(userHome.resolve(".freshet"));
        var wanted = value(environment, "FRESHET_URL");
        var recorded = recordedUrl(home, wanted.isEmpty());
        String url = wanted.or(() -> recorded)
                .orElseGet(() ->
                        "http://127.0.0.1:" + value(environment, "FRESHET_PORT").orElse(DEFAULT_PORT));
        String normalised = normalised(url);
        boolean isRecorded =
                recorded.map(Connection::normalised).filter(normalised::equals).isPresent();
        var own = value(environment, "FRESHET_TOKEN");
        if (own.isPresent()) {
            return new Connection(normalised, sendable(own.get(), "FRESHET_TOKEN"), "");
        }
        if (!isRecorded) {
            return new Connection(
                    normalised,
                    null,
                    "No token was sent, because " + home.resolve("server.json") + " does not name this server: set"
                            + " FRESHET_TOKEN.");
        }
        var file = home.resolve("admin.token");
        return adminToken(file)
                .map(token -> new Connection(normalised, sendable(token, file.toString()), ""))
                .orElseGet(() -> new Connection(
                        normalised, null, "No token was sent: " + file + " cannot be read; set FRESHET_TOKEN."));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static Optional<String> recordedUrl(Path home, boolean needed) {
        var file = home.resolve("server.json");
        try {
            byte[] content = Files.readAllBytes(file);
            var url = Json.MAPPER.readTree(content).path("url").asString("");
            return Optional.of(url).filter(text -> !text.isBlank());
        } catch (IOException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            if (!needed) {
                return Optional.empty();
            }
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    file + " is not readable as JSON, so the server's address is not known: set FRESHET_URL, or start"
                            + " the server again.",
                    e);
        }
    }

    private static Optional<String> adminToken(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String sendable(String token, String source) {
        String stripped = token.strip();
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "The token in " + source + " holds a blank or a character that cannot be sent.");
        }
        return stripped;
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
