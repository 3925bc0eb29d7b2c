package org.freshet.server.dashboard.page;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.freshet.server.platform.TimesCookie;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/**
 * How somebody wants pages to look, as their browser remembers it: for a person at a desk, a control room, a phone.
 *
 * @param times {@code utc}, {@code local} or {@code relative}
 * @param zone in which local times are shown; null unless they are
 * @param theme {@code light} or {@code dark}; null = as the system of the browser has it
 * @param rows {@code compact} or {@code roomy}; null = in between
 * @param keys {@code off} if single letters are no commands; null = they are
 * @param wall whether nobody stands before it: no menus, and letters that can be read across a room
 */
public record Display(
        String times,
        @Nullable ZoneId zone,
        @Nullable String theme,
        @Nullable String rows,
        @Nullable String keys,
        boolean wall) {

    /** In the address of the overview: that it is for a screen on a wall. */
    public static final String WALL = "wall";

    /** Where the templates find it among the attributes of a request. */
    static final String ATTRIBUTE = "display";

    static final String TIMES = "times";
    static final String UTC = "utc";
    static final String LOCAL = "local";
    private static final String RELATIVE = "relative";

    /** What can be chosen beside what pages do without a choice. */
    static final Map<String, Set<String>> CHOICES = Map.of(
            TIMES,
            Set.of(LOCAL, RELATIVE),
            "theme",
            Set.of("light", "dark"),
            "rows",
            Set.of("compact", "roomy"),
            "keys",
            Set.of("off"));

    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    static Display of(HttpServletRequest request) {
        String times = TimesCookie.of(request);
        ZoneId zone = zone(times);
        String word = zone != null ? LOCAL : times.equals(TimesCookie.RELATIVE) ? RELATIVE : UTC;
        // not by the parameter: where a query cannot be read, that shall be said by whoever needs it
        boolean wall = request.getRequestURI().equals("/")
                && ("&" + request.getQueryString() + "&").contains("&" + WALL + "=1&");
        return new Display(
                word, zone, chosen(request, "theme"), chosen(request, "rows"), chosen(request, "keys"), wall);
    }

    /** Name of the cookie that remembers a choice. */
    static String cookie(String what) {
        return "freshet-" + what;
    }

    private static @Nullable String chosen(HttpServletRequest request, String what) {
        var cookie = WebUtils.getCookie(request, cookie(what));
        return cookie != null && CHOICES.getOrDefault(what, Set.of()).contains(String.valueOf(cookie.getValue()))
                ? cookie.getValue()
                : null;
    }

    private static @Nullable ZoneId zone(String times) {
        return times.startsWith(TimesCookie.LOCAL) ? zoneOf(times.substring(TimesCookie.LOCAL.length())) : null;
    }

    /** The zone of a name; null if there is none. */
    static @Nullable ZoneId zoneOf(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** An event's time. */
    public String clock(Moment moment) {
        return times.equals(RELATIVE) ? moment.age() : exact(moment);
    }

    /** What stands behind it: the time in UTC where it is not shown in UTC. */
    public @Nullable String title(Moment moment) {
        return times.equals(UTC) ? null : moment.text() + " UTC";
    }

    /** A time as clocks show it, whatever was chosen. */
    public String exact(Moment moment) {
        return zone == null ? moment.text() : moment.textIn(zone);
    }

    /** What such a time is in, for example UTC or CET. */
    public String zoneName(Moment moment) {
        return zone == null ? "UTC" : ZONE.format(moment.at().atZone(zone));
    }

    /** Whether this is how pages look now; the empty choice stands for what they do without one. */
    public boolean chose(String what, String choice) {
        String now = switch (what) {
            case TIMES -> times;
            case "theme" -> theme;
            case "rows" -> rows;
            default -> keys;
        };
        return choice.equals(now == null ? "" : now);
    }
}
