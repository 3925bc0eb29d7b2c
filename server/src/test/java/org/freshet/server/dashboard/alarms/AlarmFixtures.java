package org.freshet.server.dashboard.alarms;

import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;

/** Alarms with boring values, as the database would give them. */
public final class AlarmFixtures {

    private AlarmFixtures() {}

    /** An alarm of a late type that began 300 s before {@link PageFixtures#NOW}, and is in this state since 9 s. */
    public static AlarmRow anAlarm(long id, AlarmState state) {
        return new AlarmRow(
                NOW,
                id,
                AlarmRule.LATE,
                "femb",
                AlarmSeverity.LATE,
                state,
                "femb is <i>late</i>",
                "femb is late: its oldest waiting job waits for 14 min 05 s; the limit is 10 min.",
                "Job 12 waits for longest. Why:",
                "freshet explain 12",
                NOW.minusSeconds(300),
                state == AlarmState.CLEARED ? NOW.minusSeconds(9) : null,
                state == AlarmState.ACKNOWLEDGED
                        ? new AlarmRow.Known(Moment.of(NOW.minusSeconds(9), NOW), "mara", "mail <b>sent</b>")
                        : null,
                state == AlarmState.SILENCED ? aSilence(3) : null);
    }

    /** All alarms of late types are silent for an hour. */
    public static SilenceRow aSilence(long id) {
        return new SilenceRow(
                id, AlarmRule.LATE, null, "<b>calibration</b>", Moment.of(NOW.plusSeconds(3600), NOW), "tom");
    }
}
