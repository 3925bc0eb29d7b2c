package org.freshet.server.dashboard.alarms;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.jspecify.annotations.Nullable;

/**
 * The page of alarms.
 *
 * @param looked when the rules were looked at last; null if they never were
 * @param unlooked what to say if that is too long ago; else null
 * @param count of those that go on, by state
 * @param goingOn those that go on, what needs a person first
 * @param silences what is kept silent now
 * @param match how many of all match
 * @param rows of all, newest first, as the filter wants them
 * @param empty what to say instead of rows; null if there are some
 */
record AlarmsPage(
        Moment at,
        @Nullable Moment looked,
        @Nullable Alarm unlooked,
        Filter filter,
        String count,
        List<AlarmRow> goingOn,
        List<SilenceRow> silences,
        String match,
        List<AlarmRow> rows,
        Pager pager,
        @Nullable EmptyList empty) {

    public List<AlarmState> states() {
        return List.of(AlarmState.values());
    }

    public List<String> rules() {
        return words(AlarmRule.values());
    }

    public List<String> severities() {
        return words(AlarmSeverity.values());
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(it -> it.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Two with the same are the same to the reader, however their forms differ. */
    public String same() {
        return goingOn.stream().map(AlarmRow::same).collect(Collectors.joining("; "));
    }

    /** The same of the silences. */
    public String sameSilences() {
        return silences.stream().map(SilenceRow::same).collect(Collectors.joining("; "));
    }
}
