package org.freshet.server.live;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freshet.server.platform.TimesCookie;

/**
 * What somebody has open. Pages with the same address show the same, and one look serves them all.
 *
 * @param path as it was asked for
 * @param query as it was asked for; empty = none
 * @param times how times are shown, see {@link TimesCookie}
 * @param parameters of the query, decoded
 */
record PageAddress(String path, String query, String times, Map<String, List<String>> parameters) {

    static PageAddress of(HttpServletRequest request) {
        var parameters = new LinkedHashMap<String, List<String>>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
        var query = request.getQueryString();
        return new PageAddress(
                request.getRequestURI(), query == null ? "" : query, TimesCookie.of(request), parameters);
    }
}
