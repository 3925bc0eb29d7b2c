package org.freshet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationArgumentTest {

    @ParameterizedTest
    @CsvSource({"90,PT90S", "90s,PT90S", "5m,PT5M", "2H,PT2H", "1d,P1D", "PT5M,PT5M", "pt0.5s,PT0.5S", "0,PT0S"})
    void readsSecondsUnitsAndIso(String text, Duration duration) {
        assertThat(DurationArgument.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "5 m", "5x", "PT-5M", "soon", "99999999999999999999"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> DurationArgument.parse(text)).isInstanceOf(TypeConversionException.class);
    }
}
