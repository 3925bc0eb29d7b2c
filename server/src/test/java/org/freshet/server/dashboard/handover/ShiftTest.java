package org.freshet.server.dashboard.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.server.dashboard.page.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.UriComponentsBuilder;

class ShiftTest {

    private static final Instant SECOND = Instant.parse("2026-11-20T03:12:47Z");

    private static Shift of(String query) {
        return of(query, new ShiftSettings(List.of(), "UTC"));
    }

    private static Shift of(String query, ShiftSettings times) {
        return Shift.of(
                UriComponentsBuilder.fromUriString("/handover" + query).build().getQueryParams(), NOW, times);
    }

    @Test
    void isTheLastEightHoursUnlessItIsSaid() {
        var shift = of("");

        assertThat(shift.from()).isEqualTo(SECOND.minus(Duration.ofHours(8)));
        assertThat(shift.end()).isEqualTo(SECOND);
        assertThat(shift.to()).as("what happened in this second is told").isEqualTo(NOW);
        assertThat(shift.goesOn(NOW)).isTrue();
        assertThat(shift.before()).isEqualTo("/handover?from=2026-11-19T11:12:47Z&to=2026-11-19T19:12:47Z");
        assertThat(shift.filter().ignored()).isEmpty();
    }

    @Test
    void goesFromATimeToATime() {
        var shift = of("?from=2026-11-19T23:00&to=2026-11-20 07:00:00");

        assertThat(shift.from()).isEqualTo(Instant.parse("2026-11-19T23:00:00Z"));
        assertThat(shift.end()).isEqualTo(Instant.parse("2026-11-20T07:00:00Z"));
        assertThat(shift.to()).as("what is still to come has not happened").isEqualTo(NOW);
        assertThat(shift.goesOn(NOW)).isTrue();
        assertThat(of("?from=2026-11-19T23:00Z&hours=2").end()).isEqualTo(Instant.parse("2026-11-20T01:00:00Z"));
        assertThat(of("?to=2026-11-19T23:00&hours=2").from()).isEqualTo(Instant.parse("2026-11-19T21:00:00Z"));
        assertThat(of("?to=2026-11-19T23:00").goesOn(NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "from=2026-11-20T04:00:00Z",
                "to=soon",
                "hours=0",
                "hours=745",
                "from=99999-01-01T00:00:00Z"
            })
    void namesAndIgnoresWhatIsNoTime(String wrong) {
        var shift = of("?" + wrong);

        assertThat(shift.filter().ignored()).containsExactly(new Filter.Ignored(wrong, true));
        assertThat(shift.filter().chips()).isEmpty();
        assertThat(shift.from()).isEqualTo(SECOND.minus(Duration.ofHours(8)));
    }

    @Test
    void namesAndIgnoresAnEndBeforeTheBeginAndWhatIsNoFilter() {
        var shift = of("?from=2026-11-20T01:00Z&to=2026-11-20T00:00Z&colour=red");

        assertThat(shift.filter().ignored())
                .containsExactlyInAnyOrder(
                        new Filter.Ignored("colour=red", false), new Filter.Ignored("to=2026-11-20T00:00Z", true));
        assertThat(shift.end()).isEqualTo(Instant.parse("2026-11-20T09:00:00Z"));
    }

    @Test
    void isTheOneThatGoesOnWhereItIsKnownWhenShiftsChange() {
        var times = new ShiftSettings(List.of("07:00", "15:00", "23:00"), "UTC");
        var shift = of("", times);

        assertThat(shift.from()).isEqualTo(Instant.parse("2026-11-19T23:00:00Z"));
        assertThat(shift.end()).isEqualTo(Instant.parse("2026-11-20T07:00:00Z"));
        assertThat(shift.to()).isEqualTo(NOW);
        assertThat(shift.goesOn(NOW)).isTrue();
        assertThat(shift.before()).isEqualTo("/handover?from=2026-11-19T15:00:00Z&to=2026-11-19T23:00:00Z");
        assertThat(of("?hours=2", times).from()).isEqualTo(SECOND.minus(Duration.ofHours(2)));
        assertThat(of("?from=2026-11-19T22:00Z&hours=2", times).before())
                .as("a time that is no shift has none before it")
                .isEqualTo("/handover?from=2026-11-19T20:00:00Z&to=2026-11-19T22:00:00Z");
    }
}
