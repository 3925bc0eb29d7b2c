package org.freshet.server.dashboard.alarms;

import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.freshet.protocol.AlarmSilenceWish;
import org.freshet.server.alarm.Alarms;
import org.freshet.server.alarm.ShiftNotes;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Does what somebody asked for on the pages of alarms and of the shift, and says in a sentence what came of it. */
@Component
public class AlarmChanges {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Alarms alarms;
    private final ShiftNotes notes;
    private final Words words;

    AlarmChanges(Alarms alarms, ShiftNotes notes, Words words) {
        this.alarms = alarms;
        this.notes = notes;
        this.words = words;
    }

    /** Only an operator comes so far. */
    Outcome acknowledge(String id, AlarmForm form, Actor who) {
        var alarm = number(id);
        var user = Objects.requireNonNull(who.account());
        return outcome(() -> {
            var known = alarms.acknowledge(alarm, storable(form.note()), user);
            return words.say("alarms.ack.done", known.brief());
        });
    }

    /** Only an operator comes so far. */
    Outcome silence(String id, AlarmForm form, Actor who) {
        var number = number(id);
        var user = Objects.requireNonNull(who.account());
        return outcome(() -> {
            var alarm = alarms.get(number);
            var silence = alarms.silence(
                    new AlarmSilenceWish(
                            alarm.rule(),
                            form.meansAll() ? null : alarm.object(),
                            storable(form.reason()),
                            form.expiresIn()),
                    user);
            return words.say(
                    "alarms.silence.done",
                    alarm.brief(),
                    Moment.of(silence.until(), silence.madeAt()).text());
        });
    }

    /** Only an operator comes so far. */
    Outcome unsilence(String id, AlarmForm form, Actor who) {
        var number = number(id);
        var user = Objects.requireNonNull(who.account());
        return outcome(() -> {
            alarms.unsilence(number, Reason.optional(storable(form.reason())), user);
            return words.say("alarms.unsilence.done", Long.toString(number));
        });
    }

    /** Whoever is known comes so far. */
    public Outcome note(@Nullable String text, Actor who) {
        var user = Objects.requireNonNull(who.account());
        return outcome(() -> {
            notes.add(text, user);
            return words.say("handover.note.done");
        });
    }

    private long number(String id) {
        if (!NUMBER.matcher(id).matches()) {
            throw new PageNotFound(words.say("alarms.missing", id));
        }
        return Long.parseLong(id);
    }

    private static @Nullable String storable(@Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw Invalid.field("text", "the character U+0000 is not allowed");
        }
        return text;
    }

    private Outcome outcome(Supplier<String> change) {
        try {
            return new Outcome(HttpStatus.OK, change.get());
        } catch (NotFound e) {
            throw new PageNotFound(String.valueOf(e.getMessage()));
        } catch (Invalid e) {
            return new Outcome(HttpStatus.BAD_REQUEST, words.say("alarms.refused", String.valueOf(e.getMessage())));
        } catch (Conflict e) {
            return new Outcome(HttpStatus.CONFLICT, words.say("alarms.refused", String.valueOf(e.getMessage())));
        }
    }
}
