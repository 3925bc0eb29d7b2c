package org.freshet.server.dashboard.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.jobs.JobRowFixtures.aRow;

import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.PageFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobRowTest {

    @Test
    void countsTheWaitOfAJobThatWaits() {
        assertThat(aRow(1, JobState.DEFINED).waited()).isEqualTo("2 min 00 s");
        assertThat(aRow(1, JobState.DEFINED).ran()).isNull();
    }

    @Test
    void countsTheRunOfAJobThatRuns() {
        assertThat(aRow(1, JobState.RUNNING).waited()).isEqualTo("1 min 00 s");
        assertThat(aRow(1, JobState.RUNNING).ran()).isEqualTo("59 s");
    }

    @Test
    void stopsCountingAtTheEnd() {
        assertThat(aRow(1, JobState.FINISHED).ran()).isEqualTo("50 s");
    }

    @Test
    void doesNotCallItWaitingWhenAJobIsHeld() {
        assertThat(aRow(1, JobState.TEMPLATE).waited()).isNull();
    }

    @Test
    void tellsTheExitCodeOfAFailure() {
        assertThat(aRow(1, JobState.FAILED).why()).isEqualTo("EXIT_CODE 65");
        assertThat(aRow(1, JobState.FINISHED).why()).isNull();
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void hasALastWordInEveryState(JobState state) {
        assertThat(LastWord.of(aRow(1, state), PageFixtures.words()).lastWord()).isNotBlank();
    }

    @Test
    void leavesTheLastWordToWhoeverSpoke() {
        JobRow said = aRow(1, JobState.CANCELLED).saying("wrong calibration");

        assertThat(LastWord.of(said, PageFixtures.words()).lastWord()).isEqualTo("wrong calibration");
    }
}
