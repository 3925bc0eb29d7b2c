package org.freshet.server.dashboard.alarms;

import java.util.Locale;
import org.freshet.protocol.AlarmSeverity;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has to know of until it is over.
 *
 * @param brief what it is, without a full stop
 * @param headline what it is, and since when
 * @param detail why, and what it means
 * @param command what to type; null if nothing
 * @param href where it is said what to do; null if it is said here
 * @param known whether somebody said that he knows of it
 */
public record Alarm(
        Look look,
        String brief,
        String headline,
        String detail,
        @Nullable String command,
        @Nullable String href,
        boolean known) {

    /** One of which nobody said so. */
    public Alarm(
            Look look, String brief, String headline, String detail, @Nullable String command, @Nullable String href) {
        this(look, brief, headline, detail, command, href, false);
    }

    /** How it looks, the worst first. */
    public enum Look {
        /** Nothing goes on without a person. */
        BROKEN,
        /** Nothing can be said. */
        UNKNOWN,
        /** Something does not come as it should. */
        LATE;

        public static Look of(AlarmSeverity severity) {
            return switch (severity) {
                case BROKEN -> BROKEN;
                case UNKNOWN -> UNKNOWN;
                case LATE -> LATE;
            };
        }

        public String word() {
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
