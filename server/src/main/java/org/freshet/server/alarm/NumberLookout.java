package org.freshet.server.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freshet.protocol.AlarmRule;
import org.freshet.server.alarm.NumberSql.Reading;
import org.springframework.stereotype.Component;

/** Looks whether numbers of the service log are in their ranges. That they come at all is for a dead-man switch. */
@Component
class NumberLookout implements Lookout {

    private final NumberSql sql;
    private final Map<String, NumberRange> ranges;

    NumberLookout(NumberSql sql, AlarmSettings settings) {
        this.sql = sql;
        this.ranges = settings.numbers();
    }

    @Override
    public Set<AlarmRule> rules() {
        return Set.of(AlarmRule.NUMBER);
    }

    @Override
    public List<Finding> look(Instant now) {
        return ranges.entrySet().stream()
                .flatMap(it -> look(it.getKey(), it.getValue(), now).stream())
                .toList();
    }

    private Optional<Finding> look(String name, NumberRange range, Instant now) {
        return sql.newest(range.service(), range.steps()).flatMap(it -> finding(name, range, it, now));
    }

    private static Optional<Finding> finding(String name, NumberRange range, Reading number, Instant now) {
        var end = range.nearly(number.value());
        if (end == null) {
            return Optional.empty();
        }
        var passed = range.passed(number.value());
        return Optional.of(new Finding(
                AlarmRule.NUMBER,
                name,
                range.severity(),
                name + " is out of its range",
                name + ": " + Told.number(number.value()) + " at " + Told.time(number.at(), now)
                        + (passed == null ? " is near its limit " : number.value() < end ? " is below " : " is above ")
                        + Told.number(end) + ".",
                "It is " + range.path() + " in the entries of " + range.service() + ". What it wrote last:",
                "freshet log list --service " + range.service() + " --limit 3",
                number.value(),
                end,
                passed != null));
    }
}
