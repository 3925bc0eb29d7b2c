package org.freshet.server.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.server.explain.Explanations;
import org.freshet.server.explain.PoolAlarm;
import org.springframework.stereotype.Component;

/** Looks at the pools of the sites. */
@Component
class PoolLookout implements Lookout {

    private final Explanations explanations;

    PoolLookout(Explanations explanations) {
        this.explanations = explanations;
    }

    @Override
    public Set<AlarmRule> rules() {
        return Set.of(
                AlarmRule.POOL_PAUSED, AlarmRule.BATCH_UNREADABLE, AlarmRule.BATCH_REFUSES, AlarmRule.POOL_FORGOTTEN);
    }

    @Override
    public List<Finding> look(Instant now) {
        return explanations.poolAlarms(now).stream().map(PoolLookout::finding).toList();
    }

    private static Finding finding(PoolAlarm alarm) {
        return Finding.of(
                rule(alarm.kind()),
                alarm.site(),
                severity(alarm.kind()),
                alarm.brief(),
                alarm.headline(),
                alarm.detail());
    }

    private static AlarmRule rule(PoolAlarm.Kind kind) {
        return switch (kind) {
            case PAUSED_BY_POOL -> AlarmRule.POOL_PAUSED;
            case BLIND -> AlarmRule.BATCH_UNREADABLE;
            case REFUSED -> AlarmRule.BATCH_REFUSES;
            case FORGOTTEN -> AlarmRule.POOL_FORGOTTEN;
        };
    }

    private static AlarmSeverity severity(PoolAlarm.Kind kind) {
        return switch (kind) {
            case PAUSED_BY_POOL, REFUSED -> AlarmSeverity.BROKEN;
            case BLIND -> AlarmSeverity.UNKNOWN;
            case FORGOTTEN -> AlarmSeverity.LATE;
        };
    }
}
