package org.freshet.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.freshet.protocol.AlarmSeverity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberRangeTest {

    private static NumberRange range(@Nullable Double min, @Nullable Double max) {
        return new NumberRange("crt", "trigger.rate", min, max, AlarmSeverity.LATE);
    }

    @ParameterizedTest
    @CsvSource({"9.9, 10, 10", "10, , 10", "10.5, , 10", "11, , ", "25, , ", "39.5, , 40", "40, , 40", "41, 40, 40"})
    void saysWhichEndANumberHasPassedAndToWhichItIsNear(double number, @Nullable Double passed, @Nullable Double near) {
        var range = range(10.0, 40.0);

        assertThat(range.passed(number)).isEqualTo(passed);
        assertThat(range.nearly(number)).isEqualTo(near);
    }

    @Test
    void mayBeOpenAtOneEnd() {
        assertThat(range(null, 5.0).passed(-1e9)).isNull();
        assertThat(range(null, 5.0).passed(5.1)).isEqualTo(5.0);
        assertThat(range(0.0, null).nearly(-0.1)).isEqualTo(0.0);
        assertThat(range(0.0, null).nearly(0.1)).isNull();
    }

    @Test
    void refusesARangeThatSaysNothing() {
        assertThatThrownBy(() -> range(null, null)).hasMessageContaining("neither min nor max");
        assertThatThrownBy(() -> range(2.0, 1.0)).hasMessageContaining("a min above its max");
        assertThatThrownBy(() -> new NumberRange("", "a", 1.0, null, AlarmSeverity.LATE))
                .hasMessageContaining("lacks its service or its path");
    }
}
