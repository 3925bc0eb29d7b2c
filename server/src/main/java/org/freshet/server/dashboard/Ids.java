package org.freshet.server.dashboard;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids as they stand in URLs. What is no id is a thing that does not exist, not an error of its own kind. */
final class Ids {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Ids() {}

    static long job(String text, Words words) {
        return number(text, "job.missing", words);
    }

    static long pilot(String text, Words words) {
        return number(text, "pilot.missing", words);
    }

    /** The attempt that a URL asks for, or the latest. There is at least one. */
    static AttemptRow attempt(@Nullable String text, List<AttemptRow> latestFirst, String job, Words words) {
        if (text == null) {
            return latestFirst.getFirst();
        }
        return latestFirst.stream()
                .filter(row -> text.equals(Integer.toString(row.attempt())))
                .findFirst()
                .orElseThrow(() -> new PageNotFound(words.say(
                        "attempt.missing",
                        job,
                        text,
                        Integer.toString(latestFirst.getFirst().attempt()))));
    }

    private static long number(String text, String missing, Words words) {
        if (!NUMBER.matcher(text).matches()) {
            throw new PageNotFound(words.say(missing, text));
        }
        return Long.parseLong(text);
    }
}
