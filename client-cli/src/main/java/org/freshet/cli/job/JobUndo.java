package org.freshet.cli.job;

import java.nio.charset.StandardCharsets;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "undo",
        description = {
            "Take a change of many jobs back, within the time that the server allows (30 s unless set otherwise).",
            "Priorities come back, held jobs are released, released ones held, and of cancelled ones those that had not"
                    + " started are retried. What was retried and has not started since ends as cancelled."
        },
        footer = {"  freshet job undo 7"})
final class JobUndo extends ServerCommand {

    @Parameters(paramLabel = "CHANGE", description = "Number of the change, as it was told.")
    private long change;

    JobUndo(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().post("/bulks/" + change + "/undo", "{}".getBytes(StandardCharsets.UTF_8));
        return new BulkChange(session, json(), true).follow(answer);
    }
}
