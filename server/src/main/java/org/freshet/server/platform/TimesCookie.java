package org.freshet.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.web.util.WebUtils;

/**
 * How somebody wants to read the times of pages, as their browser remembers it: beside its address all that the words on a
 * page depend on.
 */
public final class TimesCookie {

    public static final String NAME = "freshet-times";

    /** Ages instead of clock times. */
    public static final String RELATIVE = "relative";

    /** Before the name of a time zone. */
    public static final String LOCAL = "local:";

    private static final Pattern KNOWN = Pattern.compile("relative|local:[A-Za-z0-9_+/-]{1,60}");

    private TimesCookie() {}

    /** What a request says; empty for UTC, and for what no page of ours has chosen. */
    public static String of(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, NAME);
        var value = cookie == null ? null : cookie.getValue();
        return value != null && KNOWN.matcher(value).matches() ? value : "";
    }
}
