package org.freshet.server.dashboard.overview;

import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;

/** How often jobs came into a state within the last minute, ten minutes, hour, two hours and day. */
record ChangeRow(JobState state, long minute, long tenMinutes, long hour, long twoHours, long day) {

    static ChangeRow none(JobState state) {
        return new ChangeRow(state, 0, 0, 0, 0, 0);
    }

    /** The state with the word of the change, since a job that is started is running. */
    public Badge badge() {
        Badge badge = Badge.of(state);
        String word = state == JobState.RUNNING ? "started" : badge.word();
        return new Badge(badge.look(), word, false);
    }

    public List<Long> counts() {
        return List.of(minute, tenMinutes, hour, twoHours, day);
    }
}
