package org.freshet.server.dashboard.alarms;

import java.util.Locale;
import org.freshet.protocol.AlarmRule;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * That somebody keeps alarms silent for a time.
 *
 * @param object null = whatever the rule looks at
 */
public record SilenceRow(long id, AlarmRule rule, @Nullable String object, String reason, Moment until, String by) {

    /** The rule as people write it. */
    public String ruleWord() {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    String same() {
        return id + " " + by + " " + until.iso() + " " + reason;
    }
}
