package org.freshet.server.dashboard.alarms;

import java.time.Instant;
import java.util.List;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.Words;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Makes the page of alarms. All that it says is of one moment. */
@Component
class AlarmListReader {

    private static final String PATH = Paths.ALARMS;

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("state", AlarmState.values()),
            FilterField.choice("severity", AlarmSeverity.values()),
            FilterField.choice("rule", AlarmRule.values()),
            FilterField.of("object", FilterField.Kind.SUBSTRING),
            FilterField.of("id", FilterField.Kind.NUMBER));

    private static final Filter NONE = Filter.parse(PATH, FIELDS, new LinkedMultiValueMap<>());

    private final ClockSql clock;
    private final AlarmPagesSql alarms;
    private final AlarmReader wrong;
    private final Words words;

    AlarmListReader(ClockSql clock, AlarmPagesSql alarms, AlarmReader wrong, Words words) {
        this.clock = clock;
        this.alarms = alarms;
        this.wrong = wrong;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public AlarmsPage read(MultiValueMap<String, String> query) {
        Filter filter = Filter.parse(PATH, FIELDS, Position.others(query));
        return page(filter, Position.parse(query), clock.now());
    }

    private AlarmsPage page(Filter filter, Position position, Instant now) {
        Long before = position.before();
        List<AlarmRow> found = before != null
                ? alarms.upward(filter, before, Position.PAGE + 1, now)
                : alarms.downward(filter, position.below(), Position.PAGE + 1, now);
        if (before != null && found.size() <= Position.PAGE) {
            return page(filter, Position.NEWEST, now);
        }
        List<AlarmRow> rows = position.page(found);
        List<Long> ids = rows.stream().map(AlarmRow::id).toList();
        long arrived = position.top() == null ? 0 : alarms.count(filter, position.top());
        List<AlarmRow> goingOn = alarms.goingOn(now);
        long all = alarms.count(NONE, 0);
        return new AlarmsPage(
                Moment.of(now, now),
                alarms.looked().map(it -> Moment.of(it, now)).orElse(null),
                wrong.unlooked(now).orElse(null),
                filter,
                count(new AlarmsNow(goingOn)),
                goingOn,
                alarms.silences(now),
                filter.isEmpty()
                        ? words.say("alarms.all", all)
                        : words.say("alarms.match", alarms.count(filter, 0), all),
                rows,
                Pager.of(filter, position, ids, found.size(), arrived),
                rows.isEmpty() ? empty(all) : null);
    }

    /** How many go on, by state. */
    private String count(AlarmsNow alarms) {
        return words.say("alarms.count", alarms.open(), alarms.acknowledged(), alarms.silenced());
    }

    private EmptyList empty(long all) {
        return all == 0
                ? new EmptyList("#i-ok", words.say("alarms.none.title"), words.say("alarms.none.how"), null, null, null)
                : new EmptyList(
                        "#i-search",
                        words.say("alarms.noMatch.title"),
                        words.say("alarms.noMatch", all),
                        null,
                        PATH,
                        words.say("filter.removeAll"));
    }
}
