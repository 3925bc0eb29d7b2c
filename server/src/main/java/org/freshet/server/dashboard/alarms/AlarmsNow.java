package org.freshet.server.dashboard.alarms;

import java.util.List;
import org.freshet.protocol.AlarmState;

/**
 * What every page says of alarms.
 *
 * @param goingOn what needs a person first
 */
record AlarmsNow(List<AlarmRow> goingOn) {

    /** So many are listed on a page that is about something else. */
    private static final int LISTED = 12;

    /** How many need a person. */
    public long open() {
        return count(AlarmState.OPEN);
    }

    public long acknowledged() {
        return count(AlarmState.ACKNOWLEDGED);
    }

    public long silenced() {
        return count(AlarmState.SILENCED);
    }

    private long count(AlarmState state) {
        return goingOn.stream().filter(it -> it.state() == state).count();
    }

    /** The highest number of those that need a person; 0 if there is none. */
    public long newest() {
        return goingOn.stream()
                .filter(AlarmRow::isOpen)
                .mapToLong(AlarmRow::id)
                .max()
                .orElse(0);
    }

    public String style() {
        return open() > 0 ? "bell s-late" : "bell";
    }

    /** Before the title of a page; empty if nothing needs a person. */
    public String mark() {
        return open() > 0 ? "(" + open() + ") " : "";
    }

    public List<AlarmRow> listed() {
        return goingOn.subList(0, Math.min(LISTED, goingOn.size()));
    }

    /** How many more there are. */
    public int unlisted() {
        return goingOn.size() - listed().size();
    }
}
