package org.freshet.server.workflow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.freshet.protocol.JobId;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.platform.Conflict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            false, Job 7 runs nothing: its workflow 3 finishes it within seconds.
            true, Job 7's items have jobs of their own: its workflow 3 finishes it within seconds.
            """)
    void refusesTheReleaseOfAJobThatIsNotRun(boolean hasItems, String sentence) {
        var standing = new Standing(new JobId(7), 3, WorkflowState.RUNNING, false, false, true, hasItems, List.of());

        assertThatThrownBy(standing::refuseReleaseOfNoop)
                .isInstanceOf(Conflict.class)
                .hasMessage(sentence);
    }
}
