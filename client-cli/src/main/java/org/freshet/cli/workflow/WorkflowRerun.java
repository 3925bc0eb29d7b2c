package org.freshet.cli.workflow;

import java.time.Duration;
import org.freshet.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "rerun",
        description = {"Try again what did not finish in a workflow, and what depends on it.", "What is finished stays."
        },
        footer = {"  freshet workflow rerun 7", "  freshet workflow rerun 7 --useful-for 10m"})
final class WorkflowRerun extends WorkflowChange {

    @Option(
            names = "--useful-for",
            paramLabel = "DURATION",
            description = "How long the results are of use from now on; needed if that time has passed.")
    private @Nullable Duration usefulFor;

    WorkflowRerun(Session session) {
        super(session, "rerun");
    }

    @Override
    void describe(ObjectNode body) {
        if (usefulFor != null) {
            body.put("usefulFor", usefulFor.toString());
        }
    }
}
