package org.freshet.server.dashboard.alarms;

import java.util.List;
import java.util.stream.Collectors;
import org.freshet.protocol.AlarmState;

/**
 * What every page says of alarms.
 *
 * @param goingOn what needs a person first
 */
record AlarmsNow(List<AlarmRow> goingOn) {

    /** So many are listed on a page that is about something else. */
    private static final int LISTED = 12;

    /** And so many on a wall. */
    private static final int ON_A_WALL = 4;

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

    /** Those that need a person, each by its number and when it began: no other has both, whichever database it is of. */
    public String named() {
        return goingOn.stream()
                .filter(AlarmRow::isOpen)
                .map(it -> it.id() + "@" + it.raisedAt().getEpochSecond())
                .collect(Collectors.joining(" "));
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

    public int besideAWall() {
        return Math.max(0, goingOn.size() - ON_A_WALL);
    }
}
