package org.freshet.server.live;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.freshet.server.platform.TimesCookie;
import org.springframework.web.util.WebUtils;

/**
 * What somebody has open. Pages with the same address show the same, and one look serves them all.
 *
 * @param path as it was asked for
 * @param query as it was asked for; empty = none
 * @param cookies those that change what a page says
 * @param parameters of the query, decoded
 */
record PageAddress(String path, String query, Map<String, String> cookies, Map<String, List<String>> parameters) {

    /** The columns that somebody wants to see of a list. */
    private static final String COLUMNS = "freshet-columns";

    private static final Pattern WORDS = Pattern.compile("[a-zA-Z.]{1,300}");

    static PageAddress of(HttpServletRequest request) {
        var parameters = new LinkedHashMap<String, List<String>>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
        var query = request.getQueryString();
        return new PageAddress(request.getRequestURI(), query == null ? "" : query, cookies(request), parameters);
    }

    private static Map<String, String> cookies(HttpServletRequest request) {
        var known = new TreeMap<String, String>();
        var times = TimesCookie.of(request);
        if (!times.isEmpty()) {
            known.put(TimesCookie.NAME, times);
        }
        var columns = WebUtils.getCookie(request, COLUMNS);
        if (columns != null && WORDS.matcher(String.valueOf(columns.getValue())).matches()) {
            known.put(COLUMNS, columns.getValue());
        }
        return known;
    }
}
