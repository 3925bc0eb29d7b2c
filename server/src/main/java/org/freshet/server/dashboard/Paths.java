package org.freshet.server.dashboard;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Where the pages are to which others lead. */
final class Paths {

    static final String ALARMS = "/alarms";
    static final String BULKS = "/bulks";
    static final String DATASETS = "/datasets";
    static final String HOSTS = "/hosts";
    static final String JOBS = "/jobs";
    static final String OVERVIEW = "/";
    static final String PILOTS = "/pilots";
    static final String POOL = "/pool";
    static final String WORKFLOWS = "/workflows";

    private Paths() {}

    /** The page of a host; of one whose name cannot stand in an address, the list of it alone. */
    static String host(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._:@ -]*")
                ? HOSTS + "/" + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8)
                : HOSTS + "?host=" + UriUtils.encode(name, StandardCharsets.UTF_8);
    }
}
