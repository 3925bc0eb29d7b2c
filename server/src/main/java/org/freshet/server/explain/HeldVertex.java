package org.freshet.server.explain;

import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;

/**
 * What the workflow of a held job says of it.
 *
 * @param stopped whether its workflow lets nothing go any more: somebody cancels it, or its failure policy says so
 * @param noop whether it runs nothing
 * @param released whether its workflow had let it go, so that a person holds it
 * @param waiting parents that are not FINISHED
 * @param parents the first of these
 */
record HeldVertex(
        long workflow,
        WorkflowState state,
        boolean stopped,
        boolean noop,
        boolean released,
        int waiting,
        List<Parent> parents) {

    /** @param vertex its name in the workflow */
    record Parent(long job, String vertex, JobState state) {

        @Override
        public String toString() {
            return job + " (" + vertex + ", " + state + ")";
        }
    }

    /** Whether only a person can let it go. */
    boolean isHeldByPerson() {
        return released && waiting == 0;
    }

    /** Why it is held, unless a person holds it. */
    String sentence() {
        if (waiting > 0) {
            return "Waits in workflow " + workflow + " for " + waits() + ".";
        }
        var its = "its workflow " + workflow;
        if (stopped) {
            return "Held: " + its + " was stopped, and cancels it within seconds.";
        }
        return switch (state) {
            case TEMPLATE -> "Held: " + its + " has not been started.";
            case PAUSED -> "Held: " + its + " is paused.";
            case DEFINED, RUNNING ->
                "Nothing is left to wait for in workflow " + workflow + ": it "
                        + (noop ? "finishes" : "is let go")
                        + " within seconds.";
            case FINISHED, FAILED, CANCELLED -> "Held, although " + its + " is " + state + ".";
        };
    }

    private String waits() {
        var more = waiting - parents.size();
        return Say.count(waiting, "parent") + ": "
                + (more > 0
                        ? String.join(
                                        ", ",
                                        parents.stream().map(Parent::toString).toList()) + " and " + Say.number(more)
                                + " more"
                        : Say.list(parents));
    }

    /** What else keeps it from starting; empty if nothing does. */
    String besides() {
        if (waiting == 0 && !released) {
            return "";
        }
        return switch (state) {
            case TEMPLATE -> "The workflow has not been started either.";
            case PAUSED -> "The workflow is paused, too.";
            case DEFINED, RUNNING, FINISHED, FAILED, CANCELLED -> stopped ? "The workflow was stopped." : "";
        };
    }

    boolean isToBeResumed() {
        return !stopped && (state == WorkflowState.TEMPLATE || state == WorkflowState.PAUSED);
    }
}
