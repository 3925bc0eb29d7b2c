package org.freshet.cli.workflow;

import org.freshet.cli.session.Session;
import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = "Let a paused workflow go on, or one start that is held.",
        footer = {"  freshet workflow resume 7"})
final class WorkflowResume extends WorkflowChange {

    WorkflowResume(Session session) {
        super(session, "resume");
    }
}
