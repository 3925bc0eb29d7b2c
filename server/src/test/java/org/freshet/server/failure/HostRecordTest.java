package org.freshet.server.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRecordTest {

    @ParameterizedTest
    @CsvSource({
        "9, 11, 41, 173, true",
        "5, 5, 0, 5, true",
        "4, 4, 0, 100, false", // too few to say anything
        "6, 12, 0, 100, false", // half of them is not most of them
        "22, 30, 60, 100, false", // the others are nearly as bad
        "5, 5, 0, 0, false", // nothing to compare with
        "0, 50, 0, 50, false"
    })
    void standsOutIfItFailsMostOfItsJobsAndFarMoreThanTheOthers(
            long failed, long ended, long othersFailed, long othersEnded, boolean standsOut) {
        var host = new HostRecord("wn7", ended, failed, othersEnded, othersFailed, List.of());

        assertThat(host.standsOut()).isEqualTo(standsOut);
    }
}
