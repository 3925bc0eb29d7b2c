package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {

    @Test
    void endsTheSentenceInEitherCase() {
        var known = List.of("evdisp", "monitor");

        assertThat(DidYouMean.endOfSentence("evdsp", known)).isEqualTo("; did you mean \"evdisp\"?");
        assertThat(DidYouMean.endOfSentence("calibration", known)).isEqualTo(".");
        assertThat(DidYouMean.endOfSentence("x", List.of())).isEqualTo(".");
    }
}
