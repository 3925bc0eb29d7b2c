package org.freshet.server.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.server.alarm.FailureRateSql.Rate;
import org.freshet.server.platform.Elapsed;
import org.springframework.stereotype.Component;

/** Looks for job types and hosts of which too many attempts fail. */
@Component
class FailureLookout implements Lookout {

    /** An alarm goes on until what is measured is below this part of its limit. */
    private static final double STAYS = 0.9;

    private final FailureRateSql sql;
    private final FailureSettings settings;

    FailureLookout(FailureRateSql sql, AlarmSettings settings) {
        this.sql = sql;
        this.settings = settings.failures();
    }

    @Override
    public Set<AlarmRule> rules() {
        return Set.of(AlarmRule.FAILING_TYPE, AlarmRule.FAILING_HOST);
    }

    @Override
    public List<Finding> look(Instant now) {
        return sql.rates(settings).stream()
                .filter(it -> it.part() > limit(it) * STAYS)
                .map(this::finding)
                .toList();
    }

    private double limit(Rate rate) {
        return rate.ofType() ? settings.ofType() : settings.ofHost();
    }

    private Finding finding(Rate rate) {
        var object = rate.object();
        return new Finding(
                rate.ofType() ? AlarmRule.FAILING_TYPE : AlarmRule.FAILING_HOST,
                object,
                AlarmSeverity.LATE,
                (rate.ofType() ? "many jobs of " : "many jobs on ") + object + " fail",
                (rate.ofType() ? object + ": " : "Host " + object + ": ") + rate.failed() + " of " + rate.ended()
                        + " attempts of the last " + Elapsed.set(settings.within()) + " failed; the limit is "
                        + Told.percent(limit(rate)) + ".",
                "How they failed:",
                "freshet job list --state failed " + (rate.ofType() ? "--type " : "--host ") + quoted(object),
                rate.part(),
                limit(rate),
                rate.part() > limit(rate));
    }

    /** For a shell, as the name of a job type may have blanks. */
    private static String quoted(String object) {
        return object.matches("[A-Za-z0-9._:+-]+") ? object : "'" + object + "'";
    }
}
