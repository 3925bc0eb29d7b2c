package org.freshet.server.dashboard.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.server.dashboard.alarms.Alarm.Look;
import org.freshet.server.dashboard.handover.ShiftBar.Part;
import org.freshet.server.dashboard.handover.ShiftBar.Spell;
import org.junit.jupiter.api.Test;

class ShiftBarTest {

    private static final Instant FROM = NOW.minusSeconds(1000);

    private static Spell spell(Look look, int from, int to) {
        return new Spell(look, FROM.plusSeconds(from), FROM.plusSeconds(to));
    }

    @Test
    void isWellWithoutAlarms() {
        var bar = ShiftBar.of(FROM, NOW, List.of());

        assertThat(bar.parts()).containsExactly(new Part("ok", "0.00%", "100.00%"));
        assertThat(bar.well()).isEqualTo(Duration.ofSeconds(1000));
        assertThat(bar.spoken()).isEqualTo("16 min 40 s ok");
    }

    @Test
    void showsOfEachMomentTheWorst() {
        var bar = ShiftBar.of(
                FROM,
                NOW,
                List.of(spell(Look.LATE, 100, 500), spell(Look.BROKEN, 200, 300), spell(Look.LATE, 250, 600)));

        assertThat(bar.parts())
                .containsExactly(
                        new Part("ok", "0.00%", "10.00%"),
                        new Part("late", "10.00%", "10.00%"),
                        new Part("broken", "20.00%", "10.00%"),
                        new Part("late", "30.00%", "30.00%"),
                        new Part("ok", "60.00%", "40.00%"));
        assertThat(bar.spoken()).isEqualTo("8 min 20 s ok, 1 min 40 s broken, 6 min 40 s late");
    }

    @Test
    void countsOnlyWhatIsInTheShift() {
        var bar = ShiftBar.of(
                FROM, NOW, List.of(spell(Look.UNKNOWN, -500, 500), new Spell(Look.LATE, FROM.plusSeconds(750), null)));

        assertThat(bar.parts())
                .containsExactly(
                        new Part("unknown", "0.00%", "50.00%"),
                        new Part("ok", "50.00%", "25.00%"),
                        new Part("late", "75.00%", "25.00%"));
        assertThat(bar.well()).isEqualTo(Duration.ofSeconds(250));
    }
}
