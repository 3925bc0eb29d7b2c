package org.freshet.server.dashboard.handover;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.alarms.Alarm;
import org.freshet.server.dashboard.alarms.AlarmPagesSql;
import org.freshet.server.dashboard.alarms.AlarmRow;
import org.freshet.server.dashboard.handover.ShiftBar.Spell;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Elapsed;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MultiValueMap;

/** Makes the hand-over of a shift. All that it says is of one moment. */
@Component
class HandoverReader {

    private static final int MOST_ALARMS = 300;
    private static final int MOST_FAILURES = 50;
    private static final int MOST_DEEDS = 200;
    private static final int MOST_NOTES = 200;
    private static final int MOST_OF_POOLS = 50;
    private static final int MARKS = 5;
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final ClockSql clock;
    private final AlarmPagesSql alarms;
    private final HandoverSql shifts;
    private final ShiftSettings times;
    private final Words words;

    HandoverReader(ClockSql clock, AlarmPagesSql alarms, HandoverSql shifts, ShiftSettings times, Words words) {
        this.clock = clock;
        this.alarms = alarms;
        this.shifts = shifts;
        this.times = times;
        this.words = words;
    }

    /** The hand-over that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public HandoverPage read(MultiValueMap<String, String> query) {
        var now = clock.now();
        var shift = Shift.of(query, now, times);
        var found = alarms.during(shift.from(), shift.to(), MOST_ALARMS + 1, now);
        var during = first(found, MOST_ALARMS);
        var pool = shifts.pool(shift.from(), shift.to(), MOST_OF_POOLS + 1);
        var failures = shifts.failures(shift.from(), shift.to(), MOST_FAILURES + 1);
        var deeds = shifts.deeds(shift.from(), shift.to(), now, MOST_DEEDS + 1);
        var notes = shifts.notes(shift.from(), shift.to(), now, MOST_NOTES + 1);
        var open = during.reversed().stream()
                .filter(it -> wentOnAt(it, shift.to()))
                .toList();
        var bar = ShiftBar.of(
                shift.from(),
                shift.to(),
                during.stream()
                        .filter(it -> it.state() != AlarmState.SILENCED)
                        .map(it -> new Spell(Alarm.Look.of(it.severity()), it.raisedAt(), it.clearedAt()))
                        .toList());
        var page = new HandoverPage(
                Moment.of(now, now),
                shift.filter(),
                when(shift, now),
                lead(shift, bar, open),
                bar,
                hours(shift),
                open,
                happened(during, first(pool, MOST_OF_POOLS), now),
                late(shift, during),
                first(failures, MOST_FAILURES),
                first(deeds, MOST_DEEDS).stream()
                        .map(it -> new HandoverPage.Done(it, it.what(words)))
                        .toList(),
                first(notes, MOST_NOTES),
                new HandoverPage.Cut(
                        found.size() > MOST_ALARMS || pool.size() > MOST_OF_POOLS,
                        failures.size() > MOST_FAILURES || shifts.moreFailed(shift.from(), shift.to()),
                        deeds.size() > MOST_DEEDS,
                        notes.size() > MOST_NOTES),
                "");
        return page.with(HandoverText.of(page, words));
    }

    private static <T> List<T> first(List<T> found, int most) {
        return found.subList(0, Math.min(most, found.size()));
    }

    private static boolean wentOnAt(AlarmRow alarm, Instant time) {
        var cleared = alarm.clearedAt();
        return cleared == null || !cleared.isBefore(time);
    }

    private static HandoverPage.When when(Shift shift, Instant now) {
        return new HandoverPage.When(
                Moment.of(shift.from(), now),
                Moment.of(shift.end(), now),
                shift.goesOn(now),
                shift.before(),
                shift.same(),
                shift.same().replaceFirst(Shift.PATH, Shift.PATH + ".txt"));
    }

    private List<String> lead(Shift shift, ShiftBar bar, List<AlarmRow> open) {
        var jobs = shifts.ended(shift.from(), shift.to());
        return List.of(
                words.say(
                        "handover.well",
                        Elapsed.coarse(bar.well()),
                        Elapsed.coarse(Duration.between(shift.from(), shift.to()))),
                words.say(
                        "handover.open",
                        open.size(),
                        open.stream().filter(AlarmRow::isOpen).count()),
                words.say(
                        "handover.jobs",
                        jobs.getOrDefault(JobState.FINISHED, 0L),
                        jobs.getOrDefault(JobState.FAILED, 0L),
                        jobs.getOrDefault(JobState.EXPIRED, 0L),
                        jobs.getOrDefault(JobState.CANCELLED, 0L),
                        jobs.getOrDefault(JobState.SKIPPED, 0L)));
    }

    private static List<String> hours(Shift shift) {
        var length = Duration.between(shift.from(), shift.to());
        return IntStream.range(0, MARKS)
                .mapToObj(it -> shift.from().plus(length.multipliedBy(it).dividedBy(MARKS - 1)))
                .map(it -> HOUR.format(it.atZone(ZoneOffset.UTC)) + (it.equals(shift.to()) ? " UTC" : ""))
                .toList();
    }

    private List<HappenedRow> happened(List<AlarmRow> during, List<PoolNews> pool, Instant now) {
        return Stream.concat(
                        during.stream().map(it -> ofAlarm(it, now)),
                        pool.stream().map(it -> ofPool(it, now)))
                .sorted(Comparator.comparing(HappenedRow::when).reversed())
                .toList();
    }

    private HappenedRow ofAlarm(AlarmRow alarm, Instant now) {
        var known = alarm.known();
        var cleared = alarm.cleared();
        var story = cleared == null
                ? words.say("handover.goesOn", alarm.sentence())
                : words.say("handover.over", alarm.sentence(), alarm.lasted(), cleared.text());
        var note = known == null || known.note() == null ? "" : " " + words.say("handover.said", known.note());
        return new HappenedRow(
                alarm.raisedAt(),
                Moment.of(alarm.raisedAt(), now),
                Alarm.Look.of(alarm.severity()).word(),
                story + note,
                known == null ? null : known.by());
    }

    private HappenedRow ofPool(PoolNews news, Instant now) {
        return new HappenedRow(
                news.first(),
                Moment.of(news.first(), now),
                news.level().equals("ERROR") ? "broken" : "late",
                news.times() == 1
                        ? words.say("handover.pool.once", news.message())
                        : words.say(
                                "handover.pool",
                                news.message(),
                                news.times(),
                                Moment.of(news.last(), now).text()),
                null);
    }

    /** How often and for how long each type was late within the shift. */
    private List<String> late(Shift shift, List<AlarmRow> during) {
        record Late(long times, Duration time) {
            Late plus(Late other) {
                return new Late(times + other.times, time.plus(other.time));
            }
        }
        var types = new TreeMap<String, Late>();
        for (var alarm : during) {
            if (alarm.rule() == AlarmRule.LATE) {
                types.merge(alarm.object(), new Late(1, within(shift, alarm)), Late::plus);
            }
        }
        return types.entrySet().stream()
                .map(it -> words.say(
                        "handover.late",
                        it.getKey(),
                        it.getValue().times(),
                        Elapsed.coarse(it.getValue().time())))
                .toList();
    }

    private static Duration within(Shift shift, AlarmRow alarm) {
        var from = alarm.raisedAt().isBefore(shift.from()) ? shift.from() : alarm.raisedAt();
        var cleared = alarm.clearedAt();
        var to = cleared == null || cleared.isAfter(shift.to()) ? shift.to() : cleared;
        return Duration.between(from, to);
    }
}
