package org.freshet.server.dashboard.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteCountTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "48000, 48 kB",
        "999499, 999 kB",
        "9300000, 9.3 MB",
        "1940000000, 1.9 GB"
    })
    void writesASizeWithItsUnit(long bytes, String words) {
        assertThat(ByteCount.words(bytes)).isEqualTo(words);
    }
}
