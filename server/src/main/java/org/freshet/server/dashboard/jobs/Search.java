package org.freshet.server.dashboard.jobs;

import java.util.Optional;
import java.util.regex.Pattern;
import org.freshet.server.dashboard.page.Paths;

/** Where the search field leads. */
final class Search {

    private static final Pattern ID = Pattern.compile("#?([0-9]{1,18}|[0-9]{1,3}(,[0-9]{3})+)");
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private Search() {}

    /**
     * The page of the job that was typed: {@code 4711}, {@code #4711}, {@code 4,711} and a UUID are ids. Empty for the rest,
     * which is looked for in the list.
     */
    static Optional<String> job(String typed) {
        String text = typed.strip();
        return ID.matcher(text).matches() || UUID_FORM.matcher(text).matches()
                ? Optional.of(Paths.JOBS + "/" + text.replace("#", "").replace(",", ""))
                : Optional.empty();
    }
}
