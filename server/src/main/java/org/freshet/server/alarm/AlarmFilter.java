package org.freshet.server.alarm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.server.platform.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Which alarms a list shows; what is null or empty does not restrict.
 *
 * @param after only alarms with a smaller id: where the page before ended
 */
record AlarmFilter(
        List<AlarmState> states,
        List<AlarmSeverity> severities,
        List<AlarmRule> rules,
        @Nullable String object,
        @Nullable Long after,
        int limit) {

    static AlarmFilter of(Map<String, String> url) {
        var parameters = new Parameters(url, Set.of("state", "severity", "rule", "object"));
        return new AlarmFilter(
                parameters.words("state", AlarmState.class),
                parameters.words("severity", AlarmSeverity.class),
                parameters.words("rule", AlarmRule.class),
                parameters.text("object"),
                parameters.number("after"),
                parameters.limit());
    }
}
