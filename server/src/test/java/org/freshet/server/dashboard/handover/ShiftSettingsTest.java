package org.freshet.server.dashboard.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShiftSettingsTest {

    private static final ShiftSettings GENEVA = new ShiftSettings(List.of("15:00", "23:00", "07:00"), "Europe/Zurich");

    @Test
    void beginsAShiftAtTheMomentItSays() {
        var begin = Instant.parse("2026-11-20T06:00:00Z");

        assertThat(GENEVA.begin(begin)).isEqualTo(begin);
        assertThat(GENEVA.end(begin)).isEqualTo(Instant.parse("2026-11-20T14:00:00Z"));
        assertThat(GENEVA.begin(begin.minusMillis(1))).isEqualTo(Instant.parse("2026-11-19T22:00:00Z"));
        assertThat(GENEVA.end(begin.minusMillis(1))).isEqualTo(begin);
    }

    @Test
    void hasALongerNightWhenSummerTimeEnds() {
        var night = Instant.parse("2026-10-25T00:30:00Z");

        assertThat(GENEVA.begin(night)).isEqualTo(Instant.parse("2026-10-24T21:00:00Z"));
        assertThat(GENEVA.end(night)).isEqualTo(Instant.parse("2026-10-25T06:00:00Z"));
    }

    @Test
    void hasOneChangeADayWhereOneIsNamed() {
        var day = new ShiftSettings(List.of("08:00"), "UTC");

        assertThat(day.begin(Instant.parse("2026-11-20T07:59:59Z"))).isEqualTo(Instant.parse("2026-11-19T08:00:00Z"));
        assertThat(day.end(Instant.parse("2026-11-20T08:00:00Z"))).isEqualTo(Instant.parse("2026-11-21T08:00:00Z"));
    }

    @Test
    void refusesWhatIsNoTimeAndNoZone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftSettings(List.of("07:00", "3 pm"), "UTC"))
                .withMessage(
                        "freshet.shift.begins: \"3 pm\" is no time of day like 07:00; several are 07:00,15:00,23:00.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftSettings(List.of(), "Geneva"))
                .withMessage("freshet.shift.zone: \"Geneva\" is no time zone like UTC or Europe/Zurich.");
    }
}
