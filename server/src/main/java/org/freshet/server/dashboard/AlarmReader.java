package org.freshet.server.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.freshet.server.dashboard.Alarm.Look;
import org.freshet.server.dashboard.AlarmSql.Silent;
import org.freshet.server.explain.Explanations;
import org.freshet.server.explain.PoolAlarm;
import org.freshet.server.platform.Elapsed;
import org.springframework.stereotype.Component;

/** Collects what is wrong now and needs a person. */
@Component
class AlarmReader {

    private static final int SHOWN = 5;

    private final Explanations explanations;
    private final AlarmSql alarms;
    private final Words words;

    AlarmReader(Explanations explanations, AlarmSql alarms, Words words) {
        this.explanations = explanations;
        this.alarms = alarms;
        this.words = words;
    }

    /** All of them, the worst first. */
    List<Alarm> read(Instant now) {
        var pools = explanations.poolAlarms(now).stream().map(AlarmReader::ofPool);
        var services = alarms.silent().stream().map(it -> ofService(it, now));
        return Stream.concat(pools, services)
                .sorted(Comparator.comparing(Alarm::look))
                .toList();
    }

    /** So many that the page below them is still seen. */
    List<Alarm> shown(List<Alarm> all) {
        if (all.size() <= SHOWN + 1) {
            return all;
        }
        var shown = new ArrayList<>(all.subList(0, SHOWN));
        shown.add(new Alarm(
                Look.LATE,
                "",
                words.say("alarm.more", all.size() - SHOWN),
                words.say("alarm.more.where"),
                words.say("alarm.watches"),
                PoolReader.PATH));
        return shown;
    }

    private static Alarm ofPool(PoolAlarm alarm) {
        var look = switch (alarm.kind()) {
            case PAUSED_BY_POOL, REFUSED -> Look.BROKEN;
            case BLIND -> Look.UNKNOWN;
            case FORGOTTEN -> Look.LATE;
        };
        return new Alarm(
                look, alarm.brief(), alarm.headline(), alarm.detail(), null, PoolReader.PATH + "/" + alarm.site());
    }

    private Alarm ofService(Silent silent, Instant now) {
        return new Alarm(
                Look.LATE,
                words.say("alarm.silent.brief", silent.service()),
                words.say(
                        "alarm.silent",
                        silent.service(),
                        Moment.of(silent.heard(), now).text()),
                words.say("alarm.silent.detail", Elapsed.coarse(Duration.ofSeconds(silent.every()))),
                words.say("alarm.silent.command", silent.service()),
                null);
    }
}
