package org.freshet.server.dashboard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has to know of until it is over.
 *
 * @param brief what it is, without a full stop
 * @param headline what it is, and since when
 * @param detail why, and what it means
 * @param command what to type; null if nothing
 * @param href where it is said what to do; null if it is said here
 */
record Alarm(
        Look look,
        String brief,
        String headline,
        String detail,
        @Nullable String command,
        @Nullable String href) {

    /** How it looks, the worst first. */
    enum Look {
        /** Nothing goes on without a person. */
        BROKEN,
        /** Nothing can be said. */
        UNKNOWN,
        /** Something does not come as it should. */
        LATE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean broken() {
        return look == Look.BROKEN;
    }

    public String style() {
        return "banner s-" + look.word();
    }

    public String icon() {
        return "#i-" + look.word();
    }
}
