package org.freshet.server.dashboard.overview;

import java.time.Instant;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Something that changed, for those who look at the overview now and then: words, what it is about, and more words.
 *
 * @param look icon, and colour class of what may need a person
 * @param about what it is about, between the words; empty if the words say all
 * @param href where that is found; null if nowhere
 */
record FeedRow(
        Instant at,
        Instant now,
        String look,
        String before,
        String about,
        @Nullable String href,
        String after) {

    public Moment moment() {
        return Moment.of(at, now);
    }

    public String style() {
        return look.equals("note") ? "s-defined" : "s-" + look;
    }

    public String icon() {
        return "#i-" + look;
    }
}
