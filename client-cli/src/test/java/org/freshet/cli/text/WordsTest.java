package org.freshet.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PT-5S|0 s",
                "PT0.05S|0 s",
                "PT0.42S|0.4 s",
                "PT3S|3 s",
                "PT59.9S|59 s",
                "PT14M5S|14 min 05 s",
                "PT59M59.9S|59 min 59 s",
                "PT2H5M59S|2 h 05 min",
                "P3DT4H|3 d 04 h"
            })
    void spellsDurations(Duration duration, String text) {
        assertThat(Words.duration(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "999|999", "1000|1,000", "-1000|-1,000", "-999|-999", "12345678|12,345,678"})
    void separatesThousands(long value, String text) {
        assertThat(Words.number(value)).isEqualTo(text);
    }

    @Test
    void neverSpellsANegativeAge() {
        var now = Instant.parse("2026-11-20T03:12:47Z");

        assertThat(Words.age(now.plusSeconds(5), now)).isEqualTo("0 s");
        assertThat(Words.age(now.minusMillis(3900), now)).isEqualTo("3 s");
    }

    @Test
    void printsNothingThatATerminalObeys() {
        assertThat(Words.printable("a\tb\nc\u001b[31m\u009b\u202e\u0000 \u00e9\ud83d\ude00"))
                .isEqualTo("a b c?[31m??? \u00e9\ud83d\ude00");
    }
}
