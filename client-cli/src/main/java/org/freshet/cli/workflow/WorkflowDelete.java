package org.freshet.cli.workflow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.freshet.cli.session.CommandFailure;
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
            ask();
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

    private void ask() {
        if (!terminal().interactive()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Nothing was deleted: there is no terminal to ask on. Say --yes if you are sure.");
        }
        terminal().note("This deletes workflow " + id + " with all its jobs. Type its number to go on:");
        if (!Long.toString(id).equals(line())) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing was deleted: that is not its number.");
        }
    }

    private String line() {
        try {
            var line = new BufferedReader(new InputStreamReader(session.input(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing was deleted: the answer cannot be read.", e);
        }
    }
}
