package org.freshet.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.test.support.JobText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that found something can be repeated. */
class SeedIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Path EFFECTS = Path.of("/tmp/effects");

    @Test
    void bringsTheSameFaultsAgain() {
        assertThat(Fault.schedule(4711, MINUTE, 2))
                .isEqualTo(Fault.schedule(4711, MINUTE, 2))
                .isNotEqualTo(Fault.schedule(4712, MINUTE, 2));
    }

    @Test
    void bringsTheSameJobsAgain() {
        assertThat(texts(4711)).isEqualTo(texts(4711)).isNotEqualTo(texts(4712));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void bringsEveryKindOfFaultWithinAMinute(int servers) {
        assertThat(Fault.schedule(4711, MINUTE, servers).stream()
                        .map(Fault::kind)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Set.copyOf(FaultKind.deck(servers)));
    }

    private static List<String> texts(long seed) {
        return Workload.jobs(seed, 100, EFFECTS).stream().map(JobText::toString).toList();
    }
}
