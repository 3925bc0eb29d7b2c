package org.freshet.cli.workflow;

import org.freshet.cli.session.Consent;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = {
            "Delete a workflow that has ended, with its jobs, their logs and the records of its datasets.",
            "No file is touched. On a terminal it asks for the number again first."
        },
        footer = {"  freshet workflow delete 7", "  freshet workflow delete 7 --yes"})
final class WorkflowDelete extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number of the workflow.")
    private long id;

    @Option(names = "--yes", description = "Do not ask. Needed where there is no terminal.")
    private boolean yes;

    WorkflowDelete(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (!yes) {
            Consent.ask(session, "workflow " + id + " with all its jobs", "number", Long.toString(id));
        }
        server().delete("/workflows/" + id);
        if (json()) {
            terminal()
                    .json(Json.MAPPER.writeValueAsBytes(
                            Json.MAPPER.createObjectNode().put("deleted", id)));
        } else {
            terminal().say("Workflow " + id + " is deleted.");
        }
        return ExitCode.OK;
    }
}
