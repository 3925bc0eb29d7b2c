package org.freshet.server.dashboard.handover;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.freshet.server.dashboard.page.Paths;

/**
 * Attempts of a job type that failed in a shift for one reason.
 *
 * @param failed how many
 * @param unresolved how many of their jobs are failed still
 */
record FailedGroup(String type, String reason, long failed, long unresolved) {

    public String href() {
        return Paths.JOBS + "?state=FAILED&reason=" + encoded(reason) + "&type=" + encoded(type);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
