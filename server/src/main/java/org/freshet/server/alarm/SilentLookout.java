package org.freshet.server.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.server.alarm.SilentSql.Silent;
import org.freshet.server.platform.Elapsed;
import org.springframework.stereotype.Component;

/** Looks for services that should have written into the service log. */
@Component
class SilentLookout implements Lookout {

    private final SilentSql sql;

    SilentLookout(SilentSql sql) {
        this.sql = sql;
    }

    @Override
    public Set<AlarmRule> rules() {
        return Set.of(AlarmRule.SILENT);
    }

    @Override
    public List<Finding> look(Instant now) {
        return sql.silent().stream().map(it -> finding(it, now)).toList();
    }

    private static Finding finding(Silent silent, Instant now) {
        var service = silent.service();
        return Finding.of(
                        AlarmRule.SILENT,
                        service,
                        AlarmSeverity.LATE,
                        service + " is silent",
                        service + ": silent since " + Told.time(silent.heard(), now) + ".",
                        "It must write into the service log at least every "
                                + Elapsed.coarse(Duration.ofSeconds(silent.everySeconds()))
                                + ". Look whether it still runs: its cron entry, its host, its own log."
                                + " What it wrote last:")
                .with("freshet log list --service " + service + " --limit 3");
    }
}
