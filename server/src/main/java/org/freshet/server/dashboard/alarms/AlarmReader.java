package org.freshet.server.dashboard.alarms;

import java.time.Instant;
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

    /** Those of which nobody said that he knows of them. */
    public Banners banners(List<Alarm> all) {
        return new Banners(all.stream().filter(it -> !it.known()).toList());
    }
}
