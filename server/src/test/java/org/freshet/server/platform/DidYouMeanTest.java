package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidYouMeanTest {

    private static final List<String> KNOWN = List.of("evdisp", "monitor", "purity", "pulse", "a", "signal processing");

    @ParameterizedTest
    @CsvSource({
        "evdsp, evdisp",
        "EVDISP, evdisp",
        "evidsp, evdisp",
        "moniter, monitor",
        "purty, purity",
        "plse, pulse",
        "signal procesing, signal processing"
    })
    void findsTheNameThatWasMistyped(String wrong, String meant) {
        assertThat(DidYouMean.nearest(wrong, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b", "xy", "calibration", "monitoring everything"})
    void findsNoneForWhatIsSomethingElse(String wrong) {
        assertThat(DidYouMean.nearest(wrong, KNOWN)).isEmpty();
    }

    @Test
    void endsTheSentenceInEitherCase() {
        assertThat(DidYouMean.endOfSentence("evdsp", KNOWN)).isEqualTo("; did you mean \"evdisp\"?");
        assertThat(DidYouMean.endOfSentence("calibration", KNOWN)).isEqualTo(".");
        assertThat(DidYouMean.endOfSentence("x", List.of())).isEqualTo(".");
    }
}
