package org.freshet.server.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.FreshnessView.CountsFrom;
import org.freshet.server.freshness.FreshTypes;
import org.freshet.server.freshness.TypeFreshness;
import org.freshet.server.freshness.TypeFreshness.Lag;
import org.springframework.stereotype.Component;

/** Looks for job types that are late. */
@Component
class LateLookout implements Lookout {

    /** An alarm goes on until what is measured is below this part of its limit. */
    private static final double STAYS = 0.9;

    private final FreshTypes types;

    LateLookout(FreshTypes types) {
        this.types = types;
    }

    @Override
    public Set<AlarmRule> rules() {
        return Set.of(AlarmRule.LATE);
    }

    @Override
    public List<Finding> look(Instant now) {
        return types.all().stream().flatMap(LateLookout::found).toList();
    }

    private static Stream<Finding> found(TypeFreshness type) {
        var lag = type.lag();
        return lag == null || seconds(lag) <= limit(type) * STAYS ? Stream.empty() : Stream.of(finding(type, lag));
    }

    private static double seconds(Lag lag) {
        return lag.behind().toMillis() / 1000.0;
    }

    private static double limit(TypeFreshness type) {
        return type.limit().toMillis() / 1000.0;
    }

    private static Finding finding(TypeFreshness type, Lag lag) {
        var name = type.jobtype();
        var behind = Told.seconds(seconds(lag));
        var bound = "; the limit is " + Told.seconds(limit(type)) + ".";
        var detail = lag.from() == CountsFrom.DEFINITION ? "The time of its data is not known, or long ago. " : "";
        return new Finding(
                AlarmRule.LATE,
                name,
                AlarmSeverity.LATE,
                name + " is late",
                lag.waits()
                        ? name + " is late: the result of job " + lag.job() + " is still to come, " + behind + " after "
                                + since(lag.from()) + bound
                        : name + " is late: its newest result came " + behind + " after " + since(lag.from()) + bound,
                detail + (lag.waits() ? "Why:" : "What took so long:"),
                (lag.waits() ? "freshet explain " : "freshet job show ") + lag.job(),
                seconds(lag),
                limit(type),
                type.isLate());
    }

    private static String since(CountsFrom from) {
        return switch (from) {
            case DATA -> "its data";
            case DEFINITION -> "its job was defined";
            case QUEUED_AGAIN -> "its job was put into the queue again";
        };
    }
}
