package org.freshet.server.job;

import java.util.Optional;
import java.util.regex.Pattern;

/** Runs from one to another, both included; one run is a range of its own. */
public record RunRange(long from, long to) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(?:\\s*[-\u2013]\\s*([0-9]{1,18}))?");

    /** The range that {@code 5076} or {@code 5076-5077} says; empty for anything else. */
    public static Optional<RunRange> of(String text) {
        var found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        var from = Long.parseLong(found.group(1));
        var to = found.group(2) == null ? from : Long.parseLong(found.group(2));
        return from > to ? Optional.empty() : Optional.of(new RunRange(from, to));
    }
}
