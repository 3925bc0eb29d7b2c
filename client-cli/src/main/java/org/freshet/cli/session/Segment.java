package org.freshet.cli.session;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A name as a part of a URL's path. */
public final class Segment {

    private Segment() {}

    public static String of(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
