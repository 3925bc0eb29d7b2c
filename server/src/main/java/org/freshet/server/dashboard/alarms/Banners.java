package org.freshet.server.dashboard.alarms;

import java.util.List;

/**
 * Over the overview: what needs a person.
 *
 * @param all that nobody knows of, the worst first
 */
public record Banners(List<Alarm> all) {

    private static final int SHOWN = 5;

    /** So many that the page below them is still seen. */
    public List<Alarm> shown() {
        return all.size() <= SHOWN + 1 ? all : all.subList(0, SHOWN);
    }

    /** How many there are beside the worst, which alone is seen on a phone and on a wall. */
    public int others() {
        return all.size() - 1;
    }

    /** How many more there are than are shown. */
    public int unshown() {
        return all.size() - shown().size();
    }
}
