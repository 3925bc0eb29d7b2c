package org.freshet.cli.workflow;

import org.freshet.cli.session.Session;
import picocli.CommandLine.Command;

@Command(
        name = "cancel",
        description = "End all jobs of a workflow that have not ended; running payloads are ended, too.",
        footer = {"  freshet workflow cancel 7-9 --reason \"bad run\""})
final class WorkflowCancel extends WorkflowChange {

    WorkflowCancel(Session session) {
        super(session, "cancel");
    }
}
