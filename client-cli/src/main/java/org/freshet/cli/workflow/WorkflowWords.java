package org.freshet.cli.workflow;

import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.WorkflowState;
import org.freshet.protocol.WorkflowView;

/** How a workflow is said in words. */
final class WorkflowWords {

    private WorkflowWords() {}

    static Cell state(WorkflowState state) {
        return new Cell(Words.lower(state), tone(state));
    }

    private static Tone tone(WorkflowState state) {
        return switch (state) {
            case TEMPLATE, DEFINED -> Tone.QUIET;
            case RUNNING -> Tone.BUSY;
            case PAUSED, CANCELLED -> Tone.WARNING;
            case FINISHED -> Tone.PLAIN;
            case FAILED -> Tone.BAD;
        };
    }

    /** {@code 3 of 5 jobs ended}. */
    static String progress(WorkflowView workflow) {
        return Words.number(workflow.jobs() - workflow.open()) + " of " + Words.count(workflow.jobs(), "job")
                + " ended";
    }

    /** The same for whoever waits for its end: a paused one goes on when somebody resumes it. */
    static String waiting(WorkflowView workflow) {
        return progress(workflow) + (workflow.state() == WorkflowState.PAUSED ? ", paused" : "");
    }

    /** {@code Workflow 7 (diamond) is running: 3 of 5 jobs ended.} */
    static String sentence(WorkflowView workflow) {
        var what = workflow.state().isFinal() && workflow.message() != null ? workflow.message() : progress(workflow);
        return "Workflow " + workflow.id() + " (" + workflow.name() + ") is " + Words.lower(workflow.state()) + ": "
                + what + ".";
    }
}
