package org.freshet.server.dashboard.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import java.time.Instant;
import org.freshet.server.dashboard.failures.ErrorsQuery.View;
import org.freshet.server.dashboard.page.Filter.Ignored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;

class ErrorsQueryTest {

    /** @param namesAndValues in turn */
    private static ErrorsQuery parse(String... namesAndValues) {
        var query = new LinkedMultiValueMap<String, String>();
        for (int n = 0; n < namesAndValues.length; n += 2) {
            query.add(namesAndValues[n], namesAndValues[n + 1]);
        }
        return ErrorsQuery.parse(query, NOW);
    }

    @Test
    void looksAtTheUnresolvedOnesOfADayUnlessToldOtherwise() {
        var query = parse();

        assertThat(query.view()).isEqualTo(View.UNRESOLVED);
        assertThat(query.isUsual()).isTrue();
        assertThat(query.time().from()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(query.time().to()).isAfter(NOW);
        assertThat(query.filter().href()).isEqualTo("/errors");
    }

    @ParameterizedTest
    @CsvSource({
        "2h, 2026-11-20T01:12:47.250Z",
        "30min, 2026-11-20T02:42:47.250Z",
        "7d, 2026-11-13T03:12:47.250Z",
        "2026-11-19, 2026-11-19T00:00:00Z",
        "2026-11-20T01:30, 2026-11-20T01:30:00Z",
        "2026-11-20 01:30, 2026-11-20T01:30:00Z",
        "2026-11-20T01:30:00Z, 2026-11-20T01:30:00Z"
    })
    void readsTimesInUtcAndAges(String from, Instant expected) {
        var query = parse("from", from);

        assertThat(query.time().from()).isEqualTo(expected);
        assertThat(query.isUsual()).isFalse();
        assertThat(query.filter().ignored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2h30", "2026-13-01", "25:00", "99999999h", "+99999-01-01T00:00:00Z"})
    void namesATimeThatItDoesNotUnderstandAndIgnoresIt(String from) {
        var query = parse("from", from);

        assertThat(query.isUsual()).isTrue();
        assertThat(query.filter().ignored()).containsExactly(new Ignored("from=" + from, true));
    }

    @Test
    void ignoresAnEndBeforeTheBeginningAndASecondBeginning() {
        assertThat(parse("from", "2h", "to", "3h").filter().ignored()).containsExactly(new Ignored("to=3h", true));
        assertThat(parse("from", "2h", "from", "3h").filter().ignored())
                .containsExactly(new Ignored("from=2h", true), new Ignored("from=3h", true));
        assertThat(parse("from", "2099-01-01").filter().ignored())
                .containsExactly(new Ignored("from=2099-01-01", true));
    }

    @Test
    void endsADayAfterNothingIsSaidOfTheBeginning() {
        var query = parse("to", "2h");

        assertThat(query.time().to()).isEqualTo(NOW.minus(Duration.ofHours(2)));
        assertThat(query.time().from()).isEqualTo(NOW.minus(Duration.ofHours(26)));
    }

    @Test
    void namesWhatIsNoFilterAndKeepsThePlaceOutOfTheFilter() {
        var query = parse("colour", "red", "view", "all", "after", "0123456789abcdef0123456789abcdef", "ban", " wn7 ");

        assertThat(query.filter().ignored()).containsExactly(new Ignored("colour=red", false));
        assertThat(query.view()).isEqualTo(View.ALL);
        assertThat(query.after()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(query.ban()).isEqualTo("wn7");
        assertThat(query.filter().href()).isEqualTo("/errors?view=ALL");
        assertThat(parse("after", "x").after()).isNull();
        assertThat(query.with("from", "8h").href()).isEqualTo("/errors?view=ALL&from=8h");
    }
}
