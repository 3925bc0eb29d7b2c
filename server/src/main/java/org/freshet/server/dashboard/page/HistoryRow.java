package org.freshet.server.dashboard.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One change of state, from the history of a job or a pilot.
 *
 * @param from null at the beginning
 * @param actor {@code user NAME}, {@code pilot ID} or {@code service NAME}
 */
public record HistoryRow(
        Moment at,
        @Nullable String from,
        String to,
        String actor,
        @Nullable String reason,
        @Nullable Integer attempt) {

    /** With which the reasons end of what was done to many jobs at once. */
    private static final Pattern BULK = Pattern.compile("\\(bulk ([0-9]{1,18})\\)$");

    private static final Pattern PILOT = Pattern.compile("pilot ([0-9]+)");

    public Badge toBadge() {
        return Badge.named(to);
    }

    @Nullable
    public Badge fromBadge() {
        return from == null ? null : Badge.named(from);
    }

    /** The page of the pilot that did it; null if it was not a pilot. */
    @Nullable
    public String actorPage() {
        Matcher pilot = PILOT.matcher(actor);
        return pilot.matches() ? "/pilots/" + pilot.group(1) : null;
    }

    /** The page of the change of many jobs that this was a part of; null if it was none. */
    @Nullable
    public String bulkPage() {
        Matcher bulk = BULK.matcher(reason == null ? "" : reason);
        return bulk.find() ? Paths.BULKS + "/" + bulk.group(1) : null;
    }
}
