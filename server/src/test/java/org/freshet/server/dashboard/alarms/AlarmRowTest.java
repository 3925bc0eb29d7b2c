package org.freshet.server.dashboard.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.util.List;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an alarm leads, and which is the newest. */
class AlarmRowTest {

    private static AlarmRow anAlarm(long id, AlarmRule rule, String object, AlarmState state, long secondsAgo) {
        var begun = NOW.minusSeconds(secondsAgo);
        var severity = AlarmSeverity.LATE;
        return new AlarmRow(NOW, id, rule, object, severity, state, "b", "s", "d", null, begun, null, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "LATE, dead channels, /types/dead%20channels",
        "FAILING_TYPE, a&b, /errors?type=a%26b",
        "FAILING_HOST, wn7, /hosts/wn7",
        "POOL_PAUSED, np04, /pool/np04",
        "BATCH_REFUSES, np04, /pool/np04",
        "SILENT, tscan,",
        "NUMBER, crt,",
        "OLD_TRANSACTION, database session 7,"
    })
    void leadsToThePageThatExplainsIt(AlarmRule rule, String object, String href) {
        assertThat(anAlarm(1, rule, object, AlarmState.OPEN, 60).href()).isEqualTo(href);
    }

    /** After a restore, the next alarms have the numbers of some that were told before. */
    @Test
    void isNamedByItsNumberAndWhenItBegan() {
        var now = new AlarmsNow(List.of(
                anAlarm(9, AlarmRule.SILENT, "x", AlarmState.OPEN, 600),
                anAlarm(4, AlarmRule.SILENT, "y", AlarmState.OPEN, 5),
                anAlarm(5, AlarmRule.SILENT, "z", AlarmState.ACKNOWLEDGED, 1)));

        assertThat(now.named())
                .isEqualTo("9@" + NOW.minusSeconds(600).getEpochSecond() + " 4@"
                        + NOW.minusSeconds(5).getEpochSecond());
        assertThat(new AlarmsNow(List.of()).named()).isEmpty();
    }
}
