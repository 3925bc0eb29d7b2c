package org.freshet.cli.job;

import java.util.List;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = {
            "Let the server check job descriptions without storing anything.",
            "Prints every problem as FILE:line:column: job INDEX, field: reason; the index counts from 0."
        },
        footer = {"  freshet validate monitor.json", "  freshet validate monitor.json --json | jq '.errors[].reason'"})
public final class Validate extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON list of job descriptions, or one; - reads stdin.")
    private String file = "-";

    public Validate(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var source = DescriptionFile.read(file, session.input());
        try {
            accepted(source, server().post("/jobs/validate", source.bytes()));
            return ExitCode.OK;
        } catch (CommandFailure refusal) {
            if (!InputProblems.isFor(refusal)) {
                throw refusal;
            }
            refused(source, refusal);
            return refusal.code();
        }
    }

    private void accepted(DescriptionFile source, Answer answer) {
        if (json()) {
            terminal().json(answer.bytes());
            return;
        }
        var tree = answer.tree();
        terminal()
                .say(source.label() + ": no problem in "
                        + Words.count(tree.path("jobs").asLong(), "job") + ".");
        tree.path("notices").forEach(notice -> terminal().note(notice.asString()));
    }

    private void refused(DescriptionFile source, CommandFailure refusal) {
        var problems = InputProblems.of(source.label(), new Batch(source.bytes(), List.of()), refusal);
        if (json()) {
            terminal().json(Json.MAPPER.writeValueAsBytes(refusal.problem()));
        } else {
            problems.lines().forEach(terminal()::say);
        }
        terminal().note(Words.count(problems.lines().size(), "problem") + " in " + source.label() + ".");
    }
}
