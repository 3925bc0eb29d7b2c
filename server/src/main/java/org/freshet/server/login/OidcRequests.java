package org.freshet.server.login;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.freshet.server.access.Network;
import org.freshet.server.platform.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Logins that were begun and are now at the provider. A browser that comes back shows which one by a cookie of its own: it
 * comes from another site, so its session's cookie does not come along. Kept in memory, the latest 1,000 for 10 minutes,
 * and of each network the latest 20: whoever begins many drives out none of anybody else.
 */
final class OidcRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MOST = 1000;
    private static final int MOST_OF_A_NETWORK = 20;
    private static final String FROM = OidcRequests.class.getName() + ".from";

    private final String cookie;

    private final Map<String, Begun> begun = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Begun> eldest) {
            return size() > MOST;
        }
    };

    OidcRequests(String cookie) {
        this.cookie = cookie;
    }

    private record Begun(OAuth2AuthorizationRequest request, String from, String network, long nanoTime) {

        boolean isLate() {
            return System.nanoTime() - nanoTime > TimeUnit.SECONDS.toNanos(PATIENCE.toSeconds());
        }
    }

    /** Where whoever comes back wanted to go. */
    static String from(HttpServletRequest request) {
        return LocalPath.orStart((String) request.getAttribute(FROM));
    }

    @Override
    public synchronized @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return find(request, begun.get(id(request)));
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest wish, HttpServletRequest request, HttpServletResponse response) {
        if (wish == null) {
            removeAuthorizationRequest(request, response);
            return;
        }
        var id = Secret.random().text();
        var network = Network.of(request.getRemoteAddr());
        keep(id, new Begun(wish, LocalPath.orStart(request.getParameter("from")), network, System.nanoTime()));
        setCookie(request, response, id, PATIENCE);
    }

    private synchronized void keep(String id, Begun login) {
        var ofNetwork = begun.entrySet().stream()
                .filter(it -> it.getValue().network().equals(login.network()))
                .map(Map.Entry::getKey)
                .toList();
        if (ofNetwork.size() >= MOST_OF_A_NETWORK) {
            begun.remove(ofNetwork.getFirst());
        }
        begun.put(id, login);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        Begun login;
        synchronized (this) {
            login = begun.remove(id(request));
        }
        setCookie(request, response, "", Duration.ZERO);
        return find(request, login);
    }

    private static @Nullable OAuth2AuthorizationRequest find(HttpServletRequest request, @Nullable Begun login) {
        if (login == null
                || login.isLate()
                || !Objects.equals(login.request().getState(), request.getParameter("state"))) {
            return null;
        }
        request.setAttribute(FROM, login.from());
        return login.request();
    }

    private String id(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(it -> it.getName().equals(cookie))
                .map(Cookie::getValue)
                .findFirst()
                .orElse("");
    }

    private void setCookie(HttpServletRequest request, HttpServletResponse response, String value, Duration age) {
        var made = ResponseCookie.from(cookie, value)
                .path(OidcConfiguration.RETURN)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .maxAge(age)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, made.toString());
    }
}
