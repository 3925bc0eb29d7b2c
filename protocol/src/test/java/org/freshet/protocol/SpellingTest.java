package org.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    private static final List<String> KNOWN =
            List.of("evdisp", "monitor", "noise", "a", "signal processing", "priority", "list", "log", "--state");

    @ParameterizedTest
    @CsvSource({
        "evdsp, evdisp",
        "EvDisp, evdisp",
        "evidsp, evdisp",
        "prority, priority",
        "signal procesing, signal processing",
        "moniter, monitor",
        "lst, list",
        "lig, log",
        "--stat, --state",
        "prio, priority"
    })
    void findsTheWordThatWasMeant(String word, String meant) {
        assertThat(Spelling.nearest(word, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"purity", "x", "b", "''", "li", "disp", "evaluation", "monitoring everything"})
    void doesNotGuessWhenNothingIsNear(String word) {
        assertThat(Spelling.nearest(word, KNOWN.subList(0, 5))).isEmpty();
    }

    @Test
    void countsASwapAsOneMistake() {
        assertThat(Spelling.mistakes("noise", "nosie")).isEqualTo(1);
        assertThat(Spelling.mistakes("", "abc")).isEqualTo(3);
        assertThat(Spelling.mistakes("abc", "abc")).isZero();
    }
}
