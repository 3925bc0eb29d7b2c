package org.freshet.cli.workflow;

import java.util.List;
import org.freshet.cli.session.ChangeEach;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.WorkflowView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Something that is done to each of several workflows. */
abstract class WorkflowChange extends ServerCommand {

    @Parameters(
            arity = "1..*",
            split = ",",
            paramLabel = "ID",
            description = "Numbers of the workflows, or ranges such as 3-7,9.")
    private List<IdRange> ids = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    private final String action;

    /** @param action last part of the URL */
    WorkflowChange(Session session, String action) {
        super(session);
        this.action = action;
    }

    /** Adds what the action needs besides a reason. */
    void describe(ObjectNode body) {}

    @Override
    protected final ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        describe(body);
        return new ChangeEach(server(), terminal(), json())
                .ask(
                        "workflows",
                        IdRange.all(ids),
                        action,
                        Json.MAPPER.writeValueAsBytes(body),
                        answer -> WorkflowWords.sentence(answer.as(WorkflowView.class)));
    }
}
