package org.freshet.server.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Where the search field leads. */
final class Search {

    private static final Pattern ID = Pattern.compile("#?([0-9]{1,18}|[0-9]{1,3}(,[0-9]{3})+)");
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private Search() {}

    /** The page for what was typed: {@code 4711}, {@code #4711}, {@code 4,711} and a UUID are ids, the rest is part of a name. */
    static String target(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return JobListReader.PATH;
        }
        if (ID.matcher(text).matches() || UUID_FORM.matcher(text).matches()) {
            return JobListReader.PATH + "/" + text.replace("#", "").replace(",", "");
        }
        return JobListReader.PATH + "?name=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
