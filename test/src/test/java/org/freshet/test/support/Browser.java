package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser without a window or scripts: keeps cookies, sends forms with what is hidden in them, and goes on after a redirect
 * only when told.
 */
public final class Browser {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final Pattern HIDDEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final URI server;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String csrf = "";

    public Browser(URI server) {
        this.server = server;
    }

    /** What came back. */
    public record Page(int status, String body, java.net.http.HttpHeaders headers, URI address) {

        /** Where it leads; empty if nowhere. */
        public String location() {
            return headers.firstValue("Location").orElse("");
        }

        public List<String> cookies() {
            return headers.allValues("Set-Cookie");
        }
    }

    /** @param headers names and values in turn */
    public Page get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** Sends a form with what was hidden in the form that was shown last. */
    public Page post(String path, Map<String, String> fields, String... headers) {
        var all = new LinkedHashMap<>(fields);
        all.putIfAbsent("_csrf", csrf);
        var body = all.entrySet().stream()
                .filter(it -> !it.getValue().isEmpty())
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path, headers)
                .POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/x-www-form-urlencoded"));
    }

    /** Goes where a page leads, until one leads nowhere. */
    public Page follow(Page page) {
        var here = page;
        for (int steps = 0; !here.location().isEmpty(); steps++) {
            if (steps > 10) {
                throw new AssertionError("led in circles, last to " + here.location());
            }
            here = get(here.address().resolve(here.location()).toString());
        }
        return here;
    }

    /** Opens the login and sends the token. */
    public Page login(String token) {
        return login(token, "/");
    }

    public Page login(String token, String from) {
        get("/login?from=" + URLEncoder.encode(from, StandardCharsets.UTF_8));
        return post("/login", Map.of("token", token, "from", from));
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    public Browser setCookie(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    /** The cookies that it has, for a request that it does not make itself. */
    public String cookies() {
        return cookies.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining("; "));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("Accept", "text/html");
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies());
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Page send(HttpRequest.Builder request) {
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofString());
            keepCookies(answer);
            var hidden = HIDDEN.matcher(answer.body());
            csrf = hidden.find() ? hidden.group(1) : csrf;
            return new Page(answer.statusCode(), answer.body(), answer.headers(), answer.uri());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Of all hosts alike, by name: a test's servers have different ones. */
    private void keepCookies(HttpResponse<String> answer) {
        for (var cookie : answer.headers().allValues("Set-Cookie")) {
            var pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
            if (cookie.contains("Max-Age=0") || pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
    }
}
