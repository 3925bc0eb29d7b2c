package org.freshet.server.dashboard.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.mockito.Mockito.mock;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.freshet.protocol.FailureReason;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.failure.FailureKey;
import org.junit.jupiter.api.Test;

/** What the page of failures says first. */
class ErrorsAdviceTest {

    private static String sentence(int... jobs) {
        var groups = IntStream.range(0, jobs.length)
                .mapToObj(it -> aGroup("type" + it, jobs[it]))
                .toList();
        var known = new ErrorsAdvice.Known(groups, Arrays.stream(jobs).sum(), 0, 0, List.of(), Set.of());
        return new ErrorsAdvice(mock(HostPanel.class), PageFixtures.words())
                .of(known, NOW)
                .sentence();
    }

    private static FailureGroup aGroup(String type, long jobs) {
        var key = new FailureKey(FailureReason.SIGNAL, null, 11, type, null);
        return new FailureGroup(key, List.of(), jobs, NOW, NOW, List.of(12L), 1, null, List.of());
    }

    @Test
    void namesTheCausesOfMostFailures() {
        assertThat(sentence(54)).isEqualTo("One cause makes all 54: type0 SIGNAL 11.");
        assertThat(sentence(40, 6, 5, 3)).isEqualTo("Two causes make 46 of the 54: type0 SIGNAL 11; type1 SIGNAL 11.");
        assertThat(sentence(2, 2, 2, 2)).startsWith("Two causes make 4 of the 8:");
    }

    @Test
    void namesNoneWhenEachIsSmall() {
        assertThat(sentence(1, 1, 1, 1, 1, 1, 1, 1)).isEqualTo("8 jobs failed in 8 groups, none of them large.");
        assertThat(sentence(2, 2, 2, 2, 1)).startsWith("9 jobs failed in 5 groups");
    }
}
