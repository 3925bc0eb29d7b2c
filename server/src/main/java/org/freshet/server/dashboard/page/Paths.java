package org.freshet.server.dashboard.page;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Where the pages are to which others lead. */
public final class Paths {

    public static final String ALARMS = "/alarms";
    public static final String BULKS = "/bulks";
    public static final String DAGS = "/dags";
    public static final String DATASETS = "/datasets";
    public static final String ERRORS = "/errors";
    public static final String HOSTS = "/hosts";
    public static final String JOBS = "/jobs";
    public static final String OVERVIEW = "/";
    public static final String PILOTS = "/pilots";
    public static final String POOL = "/pool";
    public static final String TYPES = "/types";
    public static final String WORKFLOWS = "/workflows";

    private Paths() {}

    /** The page of a host; of one whose name cannot stand in an address, the list of it alone. */
    public static String host(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._:@ -]*")
                ? HOSTS + "/" + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8)
                : HOSTS + "?host=" + UriUtils.encode(name, StandardCharsets.UTF_8);
    }
}
