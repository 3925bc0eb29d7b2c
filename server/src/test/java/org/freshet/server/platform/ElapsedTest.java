package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "99, 99 ms",
        "100, 0.1 s",
        "1249, 1.2 s",
        "9999, 9.9 s",
        "10000, 10 s",
        "59999, 59 s",
        "60000, 1 min 00 s",
        "845000, 14 min 05 s",
        "3600000, 1 h 00 min",
        "83400000, 23 h 10 min",
        "86400000, 1 d 0 h",
        "273600000, 3 d 4 h",
    })
    void writesADurationWithTheUnitsThatMatter(long milliseconds, String words) {
        assertThat(Elapsed.words(Duration.ofMillis(milliseconds))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "90, 90 s",
        "120, 2 min",
        "150, 150 s",
        "1800, 30 min",
        "3600, 60 min",
        "7200, 2 h",
        "7260, 121 min",
        "90000, 25 h",
        "172800, 2 d",
        "7776000, 90 d",
    })
    void writesWhatSomebodySetExactly(long seconds, String words) {
        assertThat(Elapsed.set(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"-1", "-90000"})
    void takesANegativeDurationForNone(long milliseconds) {
        assertThat(Elapsed.words(Duration.ofMillis(milliseconds))).isEqualTo("0 ms");
    }
}
