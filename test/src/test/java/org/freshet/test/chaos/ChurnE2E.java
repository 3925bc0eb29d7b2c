package org.freshet.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The short form of {@code make churn}, with another seed each time. */
@Tag("alone")
@EnabledIf("org.freshet.test.support.Needs#htcondor")
@Timeout(1800)
class ChurnE2E {

    /** System properties {@code churn.seconds} and {@code churn.seed}. */
    private static final Duration DURING = Duration.ofSeconds(Long.getLong("churn.seconds", 60));

    @Test
    void neverHasMorePilotsThanTheCapAndLosesNoJobWhateverHappensToThem() throws IOException, SQLException {
        var churn = new Churn(DURING, Long.getLong("churn.seed", Chaos.anySeed()), System.out);

        var wrong = churn.run();

        assertThat(wrong).as(churn.replay()).isEmpty();
    }
}
