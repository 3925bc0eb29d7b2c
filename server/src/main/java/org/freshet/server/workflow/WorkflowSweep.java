package org.freshet.server.workflow;

import org.freshet.server.platform.Chore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets the workflows be checked, unless {@code freshet.sweep.enabled} is false. */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class WorkflowSweep {

    private final Chore check;

    WorkflowSweep(WorkflowCheck check) {
        this.check = new Chore("sweep workflows", check::sweep);
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void check() {
        check.run();
    }
}
