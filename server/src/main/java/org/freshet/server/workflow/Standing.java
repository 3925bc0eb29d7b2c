package org.freshet.server.workflow;

import java.util.List;
import java.util.stream.Collectors;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.platform.Conflict;

/**
 * What stands between a job of a workflow and its start.
 *
 * @param stopped whether the workflow lets nothing go any more
 * @param cancelled whether somebody is just cancelling it
 * @param noop whether it runs nothing
 * @param hasItems whether it has a foreach; if it is a noop as well, its items are known already
 * @param unfinished the parents that are not FINISHED
 */
record Standing(
        JobId job,
        long workflow,
        WorkflowState state,
        boolean stopped,
        boolean cancelled,
        boolean noop,
        boolean hasItems,
        List<Parent> unfinished) {

    private static final int SHOWN = 5;

    /** @param vertex its name in the workflow */
    record Parent(JobId job, String vertex, JobState state) {}

    void refuseReleaseUnlessDue() {
        if (!unfinished.isEmpty()) {
            throw new Conflict("Job " + job + " waits in workflow " + workflow + " for " + inWords(unfinished)
                    + ". It is let go by itself when they are FINISHED.");
        }
        if (state != WorkflowState.RUNNING) {
            throw new Conflict("Job " + job + " cannot be released: its workflow " + workflow + " is " + state
                    + ". Let the workflow go on: freshet workflow resume " + workflow);
        }
    }

    void refuseReleaseIfStopped() {
        if (stopped) {
            throw new Conflict("Job " + job + " cannot be released: its workflow " + workflow
                    + " was stopped, and cancels within seconds what has not started.");
        }
    }

    void refuseRetryWhileCancelled() {
        if (cancelled) {
            throw beingCancelled(workflow);
        }
    }

    /** The one who cancels it waits for its jobs: nothing may come into the queue meanwhile. */
    static Conflict beingCancelled(long workflow) {
        return new Conflict("Workflow " + workflow + " is just being cancelled. Try again in some seconds, when all its"
                + " jobs have ended.");
    }

    void refuseReleaseOfNoop() {
        if (noop) {
            throw new Conflict("Job " + job + (hasItems ? "'s items have jobs of their own" : " runs nothing")
                    + ": its workflow " + workflow + " finishes it within seconds.");
        }
    }

    void refuseRetryBelowTheDead() {
        var dead = unfinished.stream().filter(it -> it.state().isFinal()).toList();
        if (!dead.isEmpty()) {
            throw new Conflict("Job " + job + " could never start: in workflow " + workflow + " it waits for "
                    + inWords(dead) + ". Retry those, and what was skipped follows; or rerun the workflow: freshet"
                    + " workflow rerun " + workflow);
        }
    }

    private static String inWords(List<Parent> parents) {
        var first = parents.stream()
                .limit(SHOWN)
                .map(it -> it.job() + " (" + it.vertex() + ", " + it.state() + ")")
                .collect(Collectors.joining(", "));
        var more = parents.size() - SHOWN;
        return (parents.size() == 1 ? "job " : "jobs ") + first + (more > 0 ? " and " + more + " more" : "");
    }
}
