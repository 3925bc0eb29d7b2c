package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {

    private static final List<String> KNOWN = List.of("evdisp", "monitor", "purity", "pulse", "a", "signal processing");

    @Test
    void endsTheSentenceInEitherCase() {
        assertThat(DidYouMean.endOfSentence("evdsp", KNOWN)).isEqualTo("; did you mean \"evdisp\"?");
        assertThat(DidYouMean.endOfSentence("calibration", KNOWN)).isEqualTo(".");
        assertThat(DidYouMean.endOfSentence("x", List.of())).isEqualTo(".");
    }
}
