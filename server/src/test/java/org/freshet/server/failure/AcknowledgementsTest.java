package org.freshet.server.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.protocol.FailureReason;
import org.freshet.server.failure.FailurePart.Standing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T03:12:47.250123Z");

    private static FailurePart failedAt(Instant last, @Nullable String host) {
        var key = new FailureKey(FailureReason.EXIT_CODE, 65, null, "reco", host);
        return new FailurePart(
                key,
                Standing.UNRESOLVED,
                1,
                last,
                last,
                List.of(12L),
                1,
                null,
                List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    }

    private static AcknowledgementView until(Instant moment, @Nullable String host) {
        return new AcknowledgementView(
                3, FailureReason.EXIT_CODE, 65, null, "reco", host, 1, moment, "known", NOW, "mara", null, null);
    }

    @Test
    void holdsUntilAnotherJobFailsInTheSameWay() {
        var said = List.of(until(NOW, "wn7"));

        assertThat(Acknowledgements.of(failedAt(NOW, "wn7"), said)).isPresent();
        assertThat(Acknowledgements.of(failedAt(NOW.minusSeconds(5), "wn7"), said))
                .isPresent();
        assertThat(Acknowledgements.of(failedAt(NOW.plusNanos(1000), "wn7"), said))
                .isEmpty();
    }

    @Test
    void speaksOfOneHostOnly() {
        var said = List.of(until(NOW, "wn7"));

        assertThat(Acknowledgements.of(failedAt(NOW, "wn8"), said)).isEmpty();
        assertThat(Acknowledgements.of(failedAt(NOW, null), said)).isEmpty();
        assertThat(Acknowledgements.of(failedAt(NOW, null), List.of(until(NOW, null))))
                .isPresent();
    }

    @Test
    void tellsKeysApartByTheirIds() {
        var key = failedAt(NOW, "wn7").key();

        assertThat(key.id())
                .matches("[0-9a-f]{32}")
                .isEqualTo(failedAt(NOW.minusSeconds(9), "wn7").key().id());
        assertThat(key.id()).isNotEqualTo(failedAt(NOW, "wn8").key().id());
        assertThat(key.id()).isNotEqualTo(failedAt(NOW, null).key().id());
    }
}
