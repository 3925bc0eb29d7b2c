package org.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {

    @Test
    void nobodyLeavesFinished() {
        assertThat(JobState.FINISHED.next()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void aFinalStateLeadsOnlyBackToTheBeginning(JobState state) {
        if (state.isFinal()) {
            assertThat(state.next()).isSubsetOf(JobState.DEFINED, JobState.TEMPLATE);
        } else {
            assertThat(state.next()).contains(JobState.CANCELLED);
        }
    }

    @Test
    void everyStateCanBeReached() {
        assertThat(Arrays.stream(JobState.values()).flatMap(it -> it.next().stream()))
                .contains(JobState.values());
    }
}
