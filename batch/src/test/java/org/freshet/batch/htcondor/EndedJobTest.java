package org.freshet.batch.htcondor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndedJobTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history-exit7 | exit code 7 on slot1@localhost",
                "history-signal | killed by signal 9 on slot1@localhost",
                "history-removed-running | removed from the queue (via condor_rm (by user daemon)) on slot2@localhost",
                "history-removed-idle | removed from the queue (via condor_rm (by user daemon)), it had never been started",
            })
    void saysHowAJobEnded(String sample, String words) throws IOException {
        assertThat(job(sample).words()).isEqualTo(words);
    }

    @Test
    void saysWhyARemovedJobWasOnHold() throws IOException {
        assertThat(job("history-removed-held").words())
                .startsWith(
                        "removed from the queue (via condor_rm (by user daemon)), it was on hold (Error from slot4@localhost: Failed"
                                + " to execute '/no/such/start-pilot'");
    }

    @Test
    void knowsWhereItsLogIs() throws IOException {
        assertThat(job("history-exit7").log()).contains(Path.of("/home/freshet/pilots/pilot.0.log"));
    }

    @Test
    void doesNotInventAJobThatIsNotInTheHistory() throws IOException {
        assertThat(ClassAds.read(Samples.answer("history-unknown").out(), EndedJob.class))
                .isEmpty();
    }

    private static EndedJob job(String sample) throws IOException {
        return ClassAds.read(Samples.answer(sample).out(), EndedJob.class).getFirst();
    }
}
