package org.freshet.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short form of {@code make chaos}, with another seed each time. */
@Tag("alone")
@Timeout(600)
class ChaosE2E {

    /** System properties {@code chaos.seconds} and {@code chaos.seed}. */
    private static final Duration DURING = Duration.ofSeconds(Long.getLong("chaos.seconds", 60));

    @ParameterizedTest(name = "{0} servers")
    @ValueSource(ints = {1, 2})
    void losesAndDoublesNothingWhateverIsKilled(int servers) throws IOException, SQLException {
        var chaos = new Chaos(DURING, servers, Long.getLong("chaos.seed", Chaos.anySeed()), System.out);

        var violations = chaos.run();

        assertThat(violations).as(chaos.replay()).isEmpty();
    }
}
