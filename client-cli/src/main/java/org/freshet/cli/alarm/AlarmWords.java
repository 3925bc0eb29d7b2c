package org.freshet.cli.alarm;

import java.util.Objects;
import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmSilenceView;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.AlarmView;
import org.jspecify.annotations.Nullable;

/** How alarms are said in words. */
final class AlarmWords {

    private AlarmWords() {}

    static Cell state(AlarmView alarm) {
        return new Cell(Words.lower(alarm.state()), alarm.state() == AlarmState.OPEN ? tone(alarm) : Tone.QUIET);
    }

    private static Tone tone(AlarmView alarm) {
        return alarm.severity() == AlarmSeverity.BROKEN ? Tone.BAD : Tone.WARNING;
    }

    /** Who knows of it, or keeps it silent, and what he said. */
    static @Nullable String remark(AlarmView alarm) {
        var silence = alarm.silence();
        if (silence != null) {
            return silence.by() + ": " + silence.reason() + " (until " + Words.time(silence.until()) + ")";
        }
        return alarm.acknowledgedBy() == null
                ? null
                : alarm.acknowledgedBy() + (alarm.note() == null ? "" : ": " + alarm.note());
    }

    /** For example {@code late of femb}. */
    static String what(AlarmSilenceView silence) {
        return what(silence.rule(), silence.object());
    }

    private static String what(AlarmRule rule, @Nullable String object) {
        return "'" + Words.lower(rule) + "' of " + Objects.requireNonNullElse(object, "all");
    }
}
