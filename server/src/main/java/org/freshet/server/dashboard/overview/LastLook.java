package org.freshet.server.dashboard.overview;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;

/**
 * When somebody looked at the overview last, kept in a cookie of two times. An open page fetches itself again and again:
 * that is one look, which began where the one before ended.
 *
 * @param before when the look before this one ended; null = it is the first
 * @param now when this one was at the page last
 */
record LastLook(@Nullable Instant before, Instant now) {

    static final String COOKIE = "freshet-looked";

    /** Who was away for longer begins another look. */
    private static final Duration AWAY = Duration.ofMinutes(5);

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Pattern FORM = Pattern.compile("([0-9]{1,13})\\.([0-9]{1,13})");

    /** @param now on the database's clock */
    static LastLook of(HttpServletRequest request, Instant now) {
        var cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
        return Arrays.stream(cookies)
                .filter(it -> it.getName().equals(COOKIE))
                .findFirst()
                .flatMap(it -> read(it.getValue(), now))
                .orElseGet(() -> new LastLook(null, now));
    }

    private static Optional<LastLook> read(String value, Instant now) {
        var found = FORM.matcher(value);
        if (!found.matches()) {
            return Optional.empty();
        }
        var before = Instant.ofEpochMilli(Long.parseLong(found.group(1)));
        var last = Instant.ofEpochMilli(Long.parseLong(found.group(2)));
        if (last.isAfter(now.plus(AWAY))) {
            return Optional.empty();
        }
        boolean goesOn = Duration.between(last, now).compareTo(AWAY) < 0;
        if (!goesOn) {
            return Optional.of(new LastLook(last, now));
        }
        return Optional.of(new LastLook(before.equals(Instant.EPOCH) || before.isAfter(now) ? null : before, now));
    }

    /** In the browser; scripts keep nothing. */
    void keep(HttpServletRequest request, HttpServletResponse response) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        if (accepted == null || !accepted.contains(MediaType.TEXT_HTML_VALUE)) {
            return;
        }
        long since = before == null ? 0 : before.toEpochMilli();
        var cookie = ResponseCookie.from(COOKIE, since + "." + now.toEpochMilli())
                .path(request.getContextPath() + "/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .maxAge(KEPT)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** In words of the page; null if it is the first look. */
    public @Nullable Moment moment() {
        return Moment.ofNullable(before, now);
    }

    /** How many of these, newest first, are new; -1 if that is not known. */
    public int newer(List<FeedRow> rows) {
        Instant since = before;
        if (since == null) {
            return -1;
        }
        return (int) rows.stream().filter(it -> it.at().isAfter(since)).count();
    }
}
