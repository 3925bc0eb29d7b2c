package org.freshet.cli.job;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.ExplanationText;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands in the group {@code job} and, being asked for so often, beside it. */
@Command(
        name = "explain",
        description = {
            "Say why a job is in its state, and what to do about it: what holds it up, which pilots would fit,",
            "what the pool does next. The sentences are those of the job's page."
        },
        footer = {"  freshet explain 12", "  freshet job explain 12 --json | jq '.facts[].code'"})
public final class JobExplain extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number or UUID of the job.")
    private IdArgument id = new IdArgument("");

    public JobExplain(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/jobs/" + id + "/explain");
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            ExplanationText.print(answer.as(Explanation.class), terminal());
        }
        return ExitCode.OK;
    }
}
