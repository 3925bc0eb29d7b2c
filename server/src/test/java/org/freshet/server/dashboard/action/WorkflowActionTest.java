package org.freshet.server.dashboard.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.freshet.protocol.WorkflowState;
import org.junit.jupiter.api.Test;

class WorkflowActionTest {

    private static List<WorkflowAction> offered(WorkflowState state, boolean dead) {
        return Arrays.stream(WorkflowAction.values())
                .filter(it -> it.suits(state, dead))
                .toList();
    }

    @Test
    void offersWhatTheStateLets() {
        assertThat(offered(WorkflowState.TEMPLATE, false))
                .containsExactly(WorkflowAction.RESUME, WorkflowAction.CANCEL);
        assertThat(offered(WorkflowState.RUNNING, false)).containsExactly(WorkflowAction.PAUSE, WorkflowAction.CANCEL);
        assertThat(offered(WorkflowState.PAUSED, false)).containsExactly(WorkflowAction.RESUME, WorkflowAction.CANCEL);
        assertThat(offered(WorkflowState.FINISHED, false)).containsExactly(WorkflowAction.DELETE);
        assertThat(offered(WorkflowState.FAILED, true)).containsExactly(WorkflowAction.RERUN, WorkflowAction.DELETE);
    }

    @Test
    void offersToRerunOnlyWhatHasSomethingToRerun() {
        assertThat(offered(WorkflowState.RUNNING, true)).contains(WorkflowAction.RERUN);
        assertThat(offered(WorkflowState.FINISHED, true)).doesNotContain(WorkflowAction.RERUN);
    }

    @Test
    void asksWhyOnlyWhereItIsKept() {
        assertThat(WorkflowAction.CANCEL.asksReason()).isTrue();
        assertThat(WorkflowAction.DELETE.takesReason()).isFalse();
    }
}
