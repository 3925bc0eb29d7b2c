package org.freshet.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.freshet.test.support.JobText;
import org.junit.jupiter.api.Test;

/** A run that found something can be repeated. */
class SeedIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Path EFFECTS = Path.of("/tmp/effects");

    @Test
    void bringsTheSameFaultsAgain() {
        assertThat(Fault.schedule(4711, MINUTE))
                .isEqualTo(Fault.schedule(4711, MINUTE))
                .isNotEqualTo(Fault.schedule(4712, MINUTE));
    }

    @Test
    void bringsTheSameJobsAgain() {
        assertThat(texts(4711)).isEqualTo(texts(4711)).isNotEqualTo(texts(4712));
    }

    @Test
    void bringsEveryKindOfFaultWithinAMinute() {
        assertThat(Fault.schedule(4711, MINUTE).stream().map(Fault::kind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(FaultKind.values());
    }

    private static List<String> texts(long seed) {
        return Workload.jobs(seed, 100, EFFECTS).stream().map(JobText::toString).toList();
    }
}
