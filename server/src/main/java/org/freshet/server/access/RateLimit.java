package org.freshet.server.access;

import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.freshet.server.platform.ApiSettings;
import org.freshet.server.platform.BearerToken;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody ask for more than a share: a token that was found valid has a share of its own, whoever sends none has that of
 * the network it comes from, and so have wrong tokens. It stands before the access rules, so that what is too much costs no
 * look into the database; whether a token is valid it learns afterwards from who looked it up. A pilot has a larger share, which none that is well
 * uses up. Registrations are not counted, but wrong secrets are.
 */
@Order(RateLimit.BEFORE_THE_ACCESS_RULES)
class RateLimit extends OncePerRequestFilter {

    /** Spring Boot gives the access rules -100. */
    static final int BEFORE_THE_ACCESS_RULES = -101;

    private static final int MOST_CALLERS = 20_000;
    private static final int PILOTS_BURST_SECONDS = 5;

    private final int perSecond;
    private final int perSecondOfPilot;
    private final Buckets buckets;
    private final Buckets pilots;
    private final RefusedAccess refused;

    RateLimit(ApiSettings settings, RefusedAccess refused) {
        this.perSecond = settings.requestsPerSecond();
        this.buckets = new Buckets(Math.max(1, perSecond), Math.max(1, settings.burst()), MOST_CALLERS);
        this.perSecondOfPilot = settings.pilotRequestsPerSecond();
        int most = Math.max(1, perSecondOfPilot);
        this.pilots = new Buckets(most, PILOTS_BURST_SECONDS * most, MOST_CALLERS);
        this.refused = refused;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return perSecond == 0;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var network = Network.of(request.getRemoteAddr());
        var token = BearerToken.of(request).map(it -> HexFormat.of().formatHex(it.hash()));
        var wait = wait(request, network, token);
        if (wait.isPresent()) {
            refuse(request, response, wait.get(), token);
            return;
        }
        chain.doFilter(request, response);
        if (token.isPresent()) {
            learn(token.get(), network, request, response.getStatus());
        }
    }

    /** How long the caller must wait, if it must. */
    private Optional<Duration> wait(HttpServletRequest request, String network, Optional<String> token) {
        if (token.isEmpty()) {
            return take(buckets.of(nobody(network)));
        }
        var own = buckets.find(token.get());
        if (own.isPresent()) {
            return BearerTokenFilter.isOfPilots(request) ? waitOfPilot(request, token.get()) : take(own.get());
        }
        // Perhaps a guess: guesses of a network that made too many are not even looked up.
        return buckets.find(guesses(network))
                .filter(it -> it.getAvailableTokens() == 0)
                .map(it -> Duration.ofNanos(it.estimateAbilityToConsume(1).getNanosToWaitForRefill()));
    }

    /** All pilots of a site register with one secret. */
    private Optional<Duration> waitOfPilot(HttpServletRequest request, String token) {
        return perSecondOfPilot == 0 || BearerTokenFilter.isRegistration(request)
                ? Optional.empty()
                : take(pilots.of(token));
    }

    private static String nobody(String network) {
        return "nobody at " + network;
    }

    private static String guesses(String network) {
        return "guesses at " + network;
    }

    private static Optional<Duration> take(Bucket bucket) {
        var taken = bucket.tryConsumeAndReturnRemaining(1);
        return taken.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(taken.getNanosToWaitForRefill()));
    }

    private void learn(String token, String network, HttpServletRequest request, int status) {
        var ofPilots = BearerTokenFilter.isOfPilots(request);
        if (status == HttpStatus.UNAUTHORIZED.value()) {
            buckets.forget(token);
            count(network, true);
        } else if (buckets.find(token).isPresent()) {
            return;
        } else if (ofPilots ? status < HttpStatus.MULTIPLE_CHOICES.value() : BearerTokenFilter.hasValidToken(request)) {
            buckets.of(token).tryConsume(1);
        } else if (status < HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            // Nobody looked at the token. A pilot's body may be refused before, and that must not shut out the pilots
            // beside it.
            count(network, !ofPilots);
        }
    }

    private void count(String network, boolean asGuess) {
        buckets.of(nobody(network)).tryConsume(1);
        if (asGuess) {
            buckets.of(guesses(network)).tryConsume(1);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Duration wait, Optional<String> token)
            throws IOException {
        response.setHeader(
                HttpHeaders.RETRY_AFTER, String.valueOf(wait.plusMillis(999).toSeconds()));
        if (!request.getRequestURI().startsWith("/api/")) {
            response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
            return;
        }
        refused.answer(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                tooMuch(request, token) + " Nothing was done; try again after the seconds in Retry-After.");
    }

    private String tooMuch(HttpServletRequest request, Optional<String> token) {
        var isPilot = BearerTokenFilter.isOfPilots(request)
                && token.flatMap(buckets::find).isPresent();
        return isPilot
                ? "This pilot asks more than " + perSecondOfPilot
                        + " times a second (setting freshet.api.pilot-requests-per-second)."
                : (token.isPresent() ? "This token" : "This address, without a token,") + " asks more than " + perSecond
                        + " times a second (setting freshet.api.requests-per-second).";
    }
}
