package org.freshet.server.dashboard.handover;

import java.util.List;
import org.freshet.server.dashboard.alarms.AlarmRow;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;

/**
 * What a shift hands over to the next.
 *
 * @param when its begin, its end, and whether it goes on
 * @param lead how it went, sentence by sentence
 * @param hours the scale below the bar
 * @param open alarms that went on at its end
 * @param happened newest first
 * @param late job types that were late, and for how long
 * @param failures jobs that failed, by type and reason
 * @param done what people did, newest first
 * @param notes newest first
 * @param cut of what there is more than is shown
 * @param text all of it as plain text
 */
record HandoverPage(
        Moment at,
        Filter filter,
        When when,
        List<String> lead,
        ShiftBar bar,
        List<String> hours,
        List<AlarmRow> open,
        List<HappenedRow> happened,
        List<String> late,
        List<FailedGroup> failures,
        List<Done> done,
        List<ShiftNote> notes,
        Cut cut,
        String text) {

    /**
     * The time of which it tells.
     *
     * @param before where the shift before is told of
     * @param self where this one is told of, also later
     * @param plain where it is told of as plain text
     */
    record When(Moment from, Moment end, boolean goesOn, String before, String self, String plain) {}

    /** Of what there is more than is shown. */
    record Cut(boolean happened, boolean failures, boolean done, boolean notes) {

        static final Cut NOTHING = new Cut(false, false, false, false);
    }

    /** What somebody did, in words. */
    record Done(Deed deed, String what) {}

    HandoverPage with(String other) {
        return new HandoverPage(
                at, filter, when, lead, bar, hours, open, happened, late, failures, done, notes, cut, other);
    }
}
