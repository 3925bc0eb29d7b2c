package org.freshet.server.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.server.alarm.LatenessSql.Telling;
import org.springframework.stereotype.Component;

/** Looks for job types whose results come too long after their data, or whose jobs wait for too long. */
@Component
class LateLookout implements Lookout {

    /** An alarm goes on until what is measured is below this part of its limit. */
    private static final double STAYS = 0.9;

    private final LatenessSql sql;
    private final LateSettings settings;

    LateLookout(LatenessSql sql, AlarmSettings settings) {
        this.sql = sql;
        this.settings = settings.late();
    }

    /** How far a type is behind by one of its jobs. */
    private record Behind(Telling job, boolean waits, double seconds) {}

    @Override
    public Set<AlarmRule> rules() {
        return Set.of(AlarmRule.LATE);
    }

    @Override
    public List<Finding> look(Instant now) {
        return worst(Stream.concat(
                        sql.waiting().stream().map(it -> new Behind(it, true, seconds(it.since(), now))),
                        sql.results(settings.within()).stream()
                                .map(it -> new Behind(it, false, seconds(it.since(), it.at())))))
                .values()
                .stream()
                .filter(it -> limit(it) > 0 && it.seconds() > limit(it) * STAYS)
                .map(it -> finding(it, now))
                .toList();
    }

    private double limit(Behind behind) {
        return settings.of(behind.job().type()).toMillis() / 1000.0;
    }

    private static Map<String, Behind> worst(Stream<Behind> all) {
        var worst = new TreeMap<String, Behind>();
        all.sorted(Comparator.comparingDouble(Behind::seconds))
                .forEach(it -> worst.put(it.job().type(), it));
        return worst;
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }

    private Finding finding(Behind behind, Instant now) {
        var type = behind.job().type();
        var job = behind.job().job();
        var limit = limit(behind);
        var bound = "; the limit is " + Told.seconds(limit) + ".";
        return new Finding(
                AlarmRule.LATE,
                type,
                AlarmSeverity.LATE,
                type + " is late",
                behind.waits()
                        ? type + " is late: its oldest waiting job waits for " + Told.seconds(behind.seconds()) + bound
                        : type + " is late: its newest result came " + Told.seconds(behind.seconds())
                                + " after its data" + bound,
                behind.waits()
                        ? "Job " + job + " waits for longest. Why:"
                        : "It is that of job " + job + ", at "
                                + Told.time(behind.job().at(), now) + ". What took so long:",
                (behind.waits() ? "freshet explain " : "freshet job show ") + job,
                behind.seconds(),
                limit,
                behind.seconds() > limit);
    }
}
