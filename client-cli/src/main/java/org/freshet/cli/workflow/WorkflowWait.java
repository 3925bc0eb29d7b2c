package org.freshet.cli.workflow;

import java.time.Duration;
import org.freshet.cli.job.Patience;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.freshet.protocol.WorkflowDetail;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.jspecify.annotations.Nullable;

/** Waits until a workflow has ended, with a line that tells how far it is. */
final class WorkflowWait {

    private static final Duration FIRST_STEP = Duration.ofMillis(100);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

    private final Session session;
    private final WorkflowId id;
    private final boolean json;
    private final Patience patience;

    /** @param json whether stdout is kept for the document at the end */
    WorkflowWait(Session session, WorkflowId id, boolean json) {
        this.session = session;
        this.id = id;
        this.json = json;
        this.patience = new Patience(session, true);
    }

    /** @param timeout absent = for ever */
    ExitCode untilEnded(@Nullable Duration timeout) {
        var begin = session.time().elapsed();
        var step = FIRST_STEP;
        while (true) {
            var answer = patience.ask(() -> session.server().get("/workflows/" + id));
            if (answer.isPresent()) {
                var workflow = answer.get().as(WorkflowDetail.class).workflow();
                if (workflow.state().isFinal()) {
                    session.terminal().endLive();
                    if (json) {
                        session.terminal().json(answer.get().bytes());
                    } else {
                        session.terminal().say(WorkflowWords.sentence(workflow));
                    }
                    if (workflow.state() == WorkflowState.FINISHED) {
                        return ExitCode.OK;
                    }
                    session.terminal()
                            .note("What became of its jobs: freshet workflow show " + id
                                    + ". To try again what did not finish: freshet workflow rerun " + id);
                    return ExitCode.NOT_FINISHED;
                }
                session.terminal()
                        .progress(workflow.jobs() - workflow.open(), workflow.jobs(), WorkflowWords.waiting(workflow));
            }
            var left = timeout == null
                    ? step
                    : timeout.minus(session.time().elapsed().minus(begin));
            if (!left.isPositive()) {
                session.terminal().endLive();
                session.terminal()
                        .note("The time is over; workflow " + id + " has not ended and goes on: freshet workflow show "
                                + id);
                return ExitCode.TIMED_OUT;
            }
            session.time().pause(left.compareTo(step) < 0 ? left : step);
            var longer = step.multipliedBy(3).dividedBy(2);
            step = longer.compareTo(LONGEST_STEP) < 0 ? longer : LONGEST_STEP;
        }
    }
}
