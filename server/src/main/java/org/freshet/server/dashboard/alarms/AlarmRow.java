package org.freshet.server.dashboard.alarms;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * An alarm that goes on, or is over.
 *
 * @param now when it was read, on the database's clock
 * @param object what its rule looked at
 * @param brief what it is, without a full stop
 * @param sentence what it is, with its numbers
 * @param detail why, and what it means; may be empty
 * @param command what to type; null if nothing
 * @param clearedAt null while it goes on
 * @param known who said that he knows of it; null if nobody did
 * @param silence who keeps it silent; null if nobody does
 */
public record AlarmRow(
        Instant now,
        long id,
        AlarmRule rule,
        String object,
        AlarmSeverity severity,
        AlarmState state,
        String brief,
        String sentence,
        String detail,
        @Nullable String command,
        Instant raisedAt,
        @Nullable Instant clearedAt,
        @Nullable Known known,
        @Nullable SilenceRow silence) {

    private static final List<Integer> HOURS = List.of(1, 2, 4, 8, 24, 72, 168);

    /**
     * That somebody knows of it.
     *
     * @param note what he does about it; null if he did not say
     */
    public record Known(Moment at, String by, @Nullable String note) {}

    public String anchor() {
        return "alarm-" + id;
    }

    public Moment raised() {
        return Moment.of(raisedAt, now);
    }

    @Nullable
    public Moment cleared() {
        return Moment.ofNullable(clearedAt, now);
    }

    /** How long it lasted, or lasts. */
    public String lasted() {
        return Elapsed.coarse(Duration.between(raisedAt, clearedAt == null ? now : clearedAt));
    }

    public boolean isOpen() {
        return state == AlarmState.OPEN;
    }

    /** Whether somebody may still say that he knows of it. */
    public boolean canBeKnown() {
        return clearedAt == null && known == null;
    }

    /** Whether it goes on and needs nobody at this moment. */
    public boolean isQuiet() {
        return state == AlarmState.ACKNOWLEDGED || state == AlarmState.SILENCED;
    }

    /** For how long it may be kept silent. */
    public List<Integer> hours() {
        return HOURS;
    }

    /** How it looks among those that go on. */
    public String look() {
        return state == AlarmState.SILENCED ? "paused" : Alarm.Look.of(severity).word();
    }

    public String style() {
        return "s-" + look() + (isQuiet() ? " acked" : "");
    }

    public String icon() {
        return "#i-" + look();
    }

    public Badge badge() {
        return switch (state) {
            case OPEN -> new Badge(Alarm.Look.of(severity).word(), "open", true);
            case ACKNOWLEDGED -> new Badge("finished", "acknowledged", false);
            case SILENCED -> new Badge("paused", "silenced", false);
            case CLEARED -> new Badge("ok", "over", false);
        };
    }

    /** How bad it is, or was. */
    public Badge severityBadge() {
        var word = Alarm.Look.of(severity).word();
        return new Badge(word, word, false);
    }

    /** The page that explains it best; null if its sentences say all. */
    @Nullable
    public String href() {
        var name = UriUtils.encode(object, StandardCharsets.UTF_8);
        return switch (rule) {
            case LATE -> Paths.TYPES + "/" + name;
            case FAILING_TYPE -> Paths.ERRORS + "?type=" + name;
            case FAILING_HOST -> Paths.HOSTS + "/" + name;
            case POOL_PAUSED, BATCH_UNREADABLE, BATCH_REFUSES, POOL_FORGOTTEN -> Paths.POOL + "/" + name;
            case SILENT, NUMBER, OLD_TRANSACTION, UNWATCHED -> null;
        };
    }

    /** The same, over the overview. */
    Alarm banner() {
        return new Alarm(Alarm.Look.of(severity), brief, sentence, detail, command, href(), known != null);
    }

    /** Two with the same are the same to the reader. */
    String same() {
        return id + " " + state + " " + severity + " " + sentence + " " + detail + " "
                + (known == null ? "" : known.by() + " " + known.note())
                + (silence == null ? "" : silence.same());
    }
}
