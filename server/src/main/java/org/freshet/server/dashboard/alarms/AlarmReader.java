package org.freshet.server.dashboard.alarms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.freshet.protocol.AlarmState;
import org.freshet.server.alarm.Alarms;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.springframework.stereotype.Component;

/** Collects what is wrong now and needs a person. */
@Component
public class AlarmReader {

    private static final int SHOWN = 5;

    private final AlarmPagesSql alarms;
    private final Alarms rules;
    private final Words words;

    AlarmReader(AlarmPagesSql alarms, Alarms rules, Words words) {
        this.alarms = alarms;
        this.rules = rules;
        this.words = words;
    }

    /** All that nobody keeps silent, the worst first; before them, that nobody looks. */
    public List<Alarm> read(Instant now) {
        var goingOn = alarms.goingOn(now).stream()
                .filter(it -> it.state() != AlarmState.SILENCED)
                .map(AlarmRow::banner)
                .sorted(Comparator.comparing(Alarm::look));
        return Stream.concat(unlooked(now).stream(), goingOn).toList();
    }

    /** That nobody looks at the rules any more: what is on these pages of alarms is then not of now. */
    Optional<Alarm> unlooked(Instant now) {
        return alarms.looked()
                .filter(it -> it.isBefore(now.minus(rules.longestRest())))
                .map(it -> Moment.of(it, now).text())
                .map(it -> new Alarm(
                        Alarm.Look.BROKEN,
                        words.say("alarms.unlooked", it),
                        words.say("alarms.unlooked.headline", it),
                        words.say("alarms.unlooked.detail"),
                        null,
                        Paths.ALARMS));
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
