package org.freshet.server.dashboard.handover;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of a type that failed in a shift for one reason.
 *
 * @param type null if the jobs were removed since
 * @param failed how often that happened
 * @param unresolved how many of them are failed still
 */
record FailedGroup(@Nullable String type, String reason, long failed, long unresolved) {

    public String href() {
        return Paths.JOBS + "?state=FAILED&reason=" + encoded(reason) + (type == null ? "" : "&type=" + encoded(type));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
