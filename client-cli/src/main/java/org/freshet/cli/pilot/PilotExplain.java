package org.freshet.cli.pilot;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.ExplanationText;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Say why a pilot is in its state: why it is idle, what it works on, what became of its job.",
            "The sentences are those of the pilot's page."
        },
        footer = {"  freshet pilot explain 3", "  freshet pilot explain 3 --json | jq -r .sentence"})
final class PilotExplain extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number or UUID of the pilot.")
    private IdArgument id = new IdArgument("");

    PilotExplain(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/pilots/" + id + "/explain");
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            ExplanationText.print(answer.as(Explanation.class), terminal());
        }
        return ExitCode.OK;
    }
}
