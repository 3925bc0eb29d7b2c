package org.freshet.server.alarm;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSilenceView;
import org.freshet.protocol.AlarmSilenceWish;
import org.freshet.protocol.AlarmView;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do about alarms: they know of one, or keep one silent. */
@Service
public class Alarms {

    /** Characters. */
    private static final int LONGEST_NOTE = 1000;

    private static final int LONGEST_OBJECT = 200;

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    private final AlarmListSql alarms;
    private final SilenceSql silences;
    private final EventSql events;
    private final AlarmSettings settings;

    Alarms(AlarmListSql alarms, SilenceSql silences, EventSql events, AlarmSettings settings) {
        this.alarms = alarms;
        this.silences = silences;
        this.events = events;
        this.settings = settings;
    }

    /** After so long a time without a look at the rules, something is wrong with whoever should look. A restart takes less. */
    public Duration longestRest() {
        return Duration.ofMillis(AlarmSchedule.FIRST_MS).plus(settings.every().multipliedBy(3));
    }

    @Transactional(readOnly = true)
    public List<AlarmView> list(AlarmFilter filter) {
        return alarms.list(filter);
    }

    /** One alarm. */
    @Transactional(readOnly = true)
    public AlarmView get(long id) {
        return alarms.find(id).orElseThrow(() -> new NotFound("There is no alarm " + id + "."));
    }

    /**
     * Somebody knows of it, and does what is to be done.
     *
     * @param note what that is
     */
    @Transactional
    public AlarmView acknowledge(long id, @Nullable String note, String user) {
        var alarm = get(id);
        var said = note(note);
        if (alarm.clearedAt() != null) {
            throw new Conflict("Alarm " + id + " (" + alarm.brief() + ") is over already.");
        }
        if (alarm.acknowledgedBy() != null || !alarms.acknowledge(id, user, said)) {
            throw new Conflict("Alarm " + id + " (" + alarm.brief() + ") was acknowledged before, by "
                    + get(id).acknowledgedBy() + ".");
        }
        events.append("alarm", id, "OPEN", "ACKNOWLEDGED", "user " + user, Reason.with(alarm.brief(), said));
        return get(id);
    }

    private static @Nullable String note(@Nullable String note) {
        if (note == null || note.isBlank()) {
            return null;
        }
        if (note.length() > LONGEST_NOTE) {
            throw Invalid.field("note", "longer than " + LONGEST_NOTE + " characters");
        }
        return note.strip();
    }

    /** Those that hold, newest first, and one more than the limit. */
    @Transactional(readOnly = true)
    public List<AlarmSilenceView> silences(@Nullable Long after, int limit) {
        return silences.list(after, limit);
    }

    /** Nobody is told of it for a time, instead of what was wished before about the same. */
    @Transactional
    public AlarmSilenceView silence(AlarmSilenceWish wish, String user) {
        var rule = wish.rule();
        if (rule == null) {
            throw Invalid.field("rule", "missing");
        }
        var object = object(wish.object());
        var reason = Reason.required(wish.reason());
        var expiresIn = expiresIn(wish.expiresIn());
        var silence = silences.add(rule, object, reason, expiresIn, user);
        events.append(
                "silence",
                silence.id(),
                null,
                "SILENCED",
                "user " + user,
                Reason.with(what(rule, object) + " until " + silence.until(), reason));
        return silence;
    }

    private static @Nullable String object(@Nullable String object) {
        if (object != null && object.isBlank()) {
            throw Invalid.field("object", "an empty text is not allowed; leave it away for all that the rule looks at");
        }
        if (object != null && object.length() > LONGEST_OBJECT) {
            throw Invalid.field("object", "longer than " + LONGEST_OBJECT + " characters");
        }
        return object;
    }

    private static Duration expiresIn(@Nullable Duration expiresIn) {
        if (expiresIn == null || expiresIn.compareTo(SHORTEST) < 0 || expiresIn.compareTo(LONGEST) > 0) {
            throw Invalid.field("expiresIn", "a time from one minute to 31 days is expected");
        }
        return expiresIn;
    }

    /** It is told again. */
    @Transactional
    public AlarmSilenceView unsilence(long id, @Nullable String reason, String user) {
        var silence = silences.end(id, user)
                .orElseThrow(() -> new NotFound("There is no silence " + id + ", or it is over."));
        events.append(
                "silence",
                id,
                "SILENCED",
                "ENDED",
                "user " + user,
                Reason.with(what(silence.rule(), silence.object()), reason));
        return silence;
    }

    private static String what(AlarmRule rule, @Nullable String object) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of "
                + Objects.requireNonNullElse(object, "all");
    }
}
