package org.freshet.server.dashboard.alarms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.freshet.protocol.AlarmState;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.springframework.stereotype.Component;

/** Collects what is wrong now and needs a person. */
@Component
public class AlarmReader {

    private static final int SHOWN = 5;

    private final AlarmPagesSql alarms;
    private final Words words;

    AlarmReader(AlarmPagesSql alarms, Words words) {
        this.alarms = alarms;
        this.words = words;
    }

    /** All that nobody keeps silent, the worst first. */
    public List<Alarm> read(Instant now) {
        return alarms.goingOn(now).stream()
                .filter(it -> it.state() != AlarmState.SILENCED)
                .map(AlarmRow::banner)
                .sorted(Comparator.comparing(Alarm::look))
                .toList();
    }

    /** Of those that nobody knows of so many that the page below them is still seen. */
    public List<Alarm> shown(List<Alarm> all) {
        List<Alarm> unknown = all.stream().filter(it -> !it.known()).toList();
        if (unknown.size() <= SHOWN + 1) {
            return unknown;
        }
        var shown = new ArrayList<>(unknown.subList(0, SHOWN));
        shown.add(new Alarm(
                Alarm.Look.LATE,
                "",
                words.say("alarm.more", unknown.size() - SHOWN),
                words.say("alarm.more.where"),
                null,
                Paths.ALARMS));
        return shown;
    }
}
