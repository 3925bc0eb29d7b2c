package org.freshet.server.dashboard.page;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.freshet.server.platform.TimesCookie;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Lets somebody choose how pages look, by plain links. A link of another site can do that, too, and does no harm: only the
 * look of pages in one browser changes.
 */
@Controller
class DisplayController {

    private static final Duration KEPT = Duration.ofDays(365);

    /** Remembers what the address names of it, and goes back to the page from which one came. */
    @GetMapping("/display")
    ResponseEntity<Void> choose(@RequestParam Map<String, String> wanted, HttpServletRequest request) {
        var answer = ResponseEntity.status(HttpStatus.SEE_OTHER).header(HttpHeaders.LOCATION, back(request));
        for (var what : Display.CHOICES.entrySet()) {
            String choice = wanted.get(what.getKey());
            if (choice != null) {
                String value = what.getValue().contains(choice) ? value(what.getKey(), choice, wanted) : "";
                answer.header(HttpHeaders.SET_COOKIE, cookie(what.getKey(), value, request));
            }
        }
        return answer.build();
    }

    private static String value(String what, String choice, Map<String, String> wanted) {
        return what.equals(Display.TIMES) && choice.equals(Display.LOCAL)
                ? TimesCookie.LOCAL + zone(wanted.get("zone"))
                : choice;
    }

    /** The browser's zone, which its script tells; without script, that of this server. */
    private static String zone(@Nullable String name) {
        var known = name == null ? null : Display.zoneOf(name);
        return (known == null ? ZoneId.systemDefault() : known).getId();
    }

    private static String cookie(String what, String value, HttpServletRequest request) {
        return ResponseCookie.from(Display.cookie(what), value)
                .path("/")
                .maxAge(value.isEmpty() ? Duration.ZERO : KEPT)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .build()
                .toString();
    }

    /** The path of the page by its header, if that is a page of this server; else the first one. */
    private static String back(HttpServletRequest request) {
        String referrer = request.getHeader(HttpHeaders.REFERER);
        String host = request.getHeader(HttpHeaders.HOST);
        if (referrer == null || host == null) {
            return "/";
        }
        try {
            var page = URI.create(referrer);
            var isOurs =
                    host.equals(page.getRawAuthority()) && page.getRawPath().matches("/(?![/\\\\]).*");
            var query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
            return isOurs ? page.getRawPath() + query : "/";
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }
}
