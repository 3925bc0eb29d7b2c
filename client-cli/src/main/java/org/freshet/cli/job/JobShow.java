package org.freshet.cli.job;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show a job: its attributes, its attempts, its history, and what to do when it failed.",
        footer = {"  freshet job show 12", "  freshet job show 12 --json | jq .attempts"})
final class JobShow extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number or UUID of the job.")
    private IdArgument id = new IdArgument("");

    JobShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/jobs/" + id);
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            new JobSheet(answer.as(JobDetail.class), session).print();
        }
        return ExitCode.OK;
    }
}
