package org.freshet.cli.workflow;

import org.freshet.cli.session.Session;
import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description = "Let nothing of a workflow start any more; payloads that run go on.",
        footer = {"  freshet workflow pause 7 --reason \"wrong calibration\""})
final class WorkflowPause extends WorkflowChange {

    WorkflowPause(Session session) {
        super(session, "pause");
    }
}
