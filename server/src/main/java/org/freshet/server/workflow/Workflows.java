package org.freshet.server.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dag.DagUse;
import org.freshet.server.job.ReadyHint;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What people do with whole workflows: pause, resume, cancel, rerun, delete. */
@Service
public class Workflows implements DagUse {

    private final WorkflowChangeSql changes;
    private final WorkflowQuerySql query;
    private final Release release;
    private final VertexSql vertices;
    private final FailureSql failures;
    private final ReadyHint hint;
    private final TransactionTemplate transaction;

    Workflows(
            WorkflowChangeSql changes,
            WorkflowQuerySql query,
            Release release,
            VertexSql vertices,
            FailureSql failures,
            ReadyHint hint,
            TransactionTemplate transaction) {
        this.changes = changes;
        this.query = query;
        this.release = release;
        this.vertices = vertices;
        this.failures = failures;
        this.hint = hint;
        this.transaction = transaction;
    }

    /**
     * Refuses a change of somebody else's workflow to all but operators. To be asked before each of the following.
     *
     * @param user name of the account
     * @param isOperator whether it has that role
     */
    public void checkMayChange(WorkflowId workflow, String user, boolean isOperator) {
        var owner = changes.owner(workflow.value()).orElseThrow(() -> unknown(workflow));
        if (!isOperator && !owner.equals(user)) {
            throw new Forbidden("Workflow " + workflow + " belongs to " + owner + ". To change the workflows of others,"
                    + " the account " + user + " needs the role OPERATOR. Ask " + owner + " or an operator.");
        }
    }

    NotFound unknown(WorkflowId workflow) {
        return new NotFound("Workflow " + workflow + " does not exist. It was never made here, or it was deleted.");
    }

    /** Nothing is let go any more, and what waits for a pilot is held. Payloads that run go on. */
    @Transactional
    public void pause(WorkflowId workflow, String user, @Nullable String reason) {
        var state = lock(workflow);
        if (!changes.pause(workflow.value(), "user " + user, Reason.with("paused", reason))) {
            throw refused(workflow, state, "paused");
        }
        release.goOn(workflow.value());
    }

    /** Lets a paused workflow go on, or a held one begin. */
    @Transactional
    public void resume(WorkflowId workflow, String user, @Nullable String reason) {
        if (query.state(workflow).filter(it -> it == WorkflowState.TEMPLATE).isPresent()) {
            changes.lockJobs(workflow.value());
        }
        var state = lock(workflow);
        var deed = state == WorkflowState.TEMPLATE ? "started" : "resumed";
        if (!changes.start(workflow.value(), "user " + user, Reason.with(deed, reason))) {
            throw refused(workflow, state, "resumed");
        }
        release.goOn(workflow.value());
    }

    /**
     * Ends all jobs that are not final; running payloads are ended, too. Two transactions: after the first nothing is let
     * go any more, so that the second may wait for all jobs.
     */
    public void cancel(WorkflowId workflow, String user, String reason) {
        transaction.executeWithoutResult(status -> stop(workflow, "user " + user, reason));
        transaction.executeWithoutResult(status -> {
            changes.lockJobs(workflow.value());
            lock(workflow);
            // If the last job has ended meanwhile, so has the workflow, by this user's wish: nothing is left to cancel.
            if (changes.isBeingCancelled(workflow.value())) {
                changes.cancel(workflow.value(), "user " + user, reason);
            }
            hint.give(); // places of their types may be free now
        });
    }

    private void stop(WorkflowId workflow, String actor, String reason) {
        var state = lock(workflow);
        if (state.isFinal()) {
            throw refused(workflow, state, "cancelled");
        }
        failures.stop(workflow.value(), actor, reason);
    }

    /**
     * What ended otherwise than FINISHED is tried again, and what depends on it.
     *
     * @param usefulFor counts from now; needed if the time of use of one of these has passed
     */
    @Transactional
    public void rerun(WorkflowId workflow, String user, @Nullable String reason, @Nullable Duration usefulFor) {
        var dead = changes.lockDead(workflow.value());
        var state = lock(workflow);
        if (changes.isBeingCancelled(workflow.value())) {
            throw Standing.beingCancelled(workflow.value());
        }
        if (usefulFor == null && changes.isStale(workflow.value())) {
            throw new Conflict("Workflow " + workflow + " has passed the time until which its results are of use. Say"
                    + " for how long new ones are: usefulFor.");
        }
        var actor = "user " + user;
        var why = Reason.with("rerun", reason);
        var again = new ArrayList<>(changes.rerunJobs(dead, actor, why, usefulFor));
        again.addAll(failures.revive(workflow.value(), usefulFor));
        if (again.isEmpty()) {
            throw new Conflict("Workflow " + workflow + " is " + state + ", and none of its jobs"
                    + " ended otherwise than FINISHED: there is nothing to rerun.");
        }
        vertices.markHeld(again);
        release.afterRerun(workflow.value(), again, actor, why, usefulFor);
    }

    /** Removes a final workflow with its jobs, their logs and the records of its datasets; no file is touched. */
    @Transactional
    public void delete(WorkflowId workflow, String user) {
        // Asked twice: whoever is refused has locked nothing that runs.
        refuseUnlessFinal(workflow, query.state(workflow).orElseThrow(() -> unknown(workflow)));
        var jobs = changes.lockJobs(workflow.value());
        refuseUnlessFinal(workflow, lock(workflow));
        changes.delete(workflow.value(), jobs, "user " + user);
    }

    private static void refuseUnlessFinal(WorkflowId workflow, WorkflowState state) {
        if (!state.isFinal()) {
            throw new Conflict("Workflow " + workflow + " is " + state
                    + " and cannot be deleted. Cancel it first: freshet workflow cancel " + workflow);
        }
    }

    @Override
    public List<Long> openWorkflows(String dag) {
        return query.open(dag);
    }

    private WorkflowState lock(WorkflowId workflow) {
        return changes.lock(workflow.value()).orElseThrow(() -> unknown(workflow));
    }

    private static Conflict refused(WorkflowId workflow, WorkflowState state, String participle) {
        return new Conflict("Workflow " + workflow + " is " + state + " and cannot be " + participle + ".");
    }
}
