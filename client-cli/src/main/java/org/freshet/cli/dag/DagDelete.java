package org.freshet.cli.dag;

import org.freshet.cli.session.Consent;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = {
            "Delete a DAG with all its versions. On a terminal it asks for the name first.",
            "Refused while a workflow of it has not ended; those that have ended stay."
        },
        footer = {"  freshet dag delete nightly", "  freshet dag delete nightly --yes --reason \"replaced by daily\""})
final class DagDelete extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the DAG.")
    private String name = "";

    @Option(names = "--yes", description = "Do not ask. Needed where there is no terminal.")
    private boolean yes;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    DagDelete(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (!yes) {
            Consent.ask(session, "DAG " + name + " with all its versions", "name", name);
        }
        server().delete("/dags/" + Segment.of(name) + Query.empty().with("reason", reason));
        if (json()) {
            terminal()
                    .json(Json.MAPPER.writeValueAsBytes(
                            Json.MAPPER.createObjectNode().put("deleted", name)));
        } else {
            terminal().say("DAG " + name + " is deleted.");
        }
        return ExitCode.OK;
    }
}
