package org.freshet.cli.job;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.freshet.cli.schema.DescriptionCheck;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = {
            "Check job descriptions without storing anything: against the published schema, and if nothing is wrong and a"
                    + " server answers, against what the server knows (sites).",
            "Prints every problem as FILE:line:column: job INDEX, field: reason; the index counts from 0."
        },
        footer = {
            "  freshet validate monitor.json",
            "  freshet validate --offline monitor.json",
            "  freshet validate monitor.json --json | jq '.errors[].reason'"
        })
public final class Validate extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON list of job descriptions, or one; - reads stdin.")
    private Path file = Path.of("-");

    @Option(names = "--offline", description = "Check against the schema only; ask no server.")
    private boolean offline;

    public Validate(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var source = InputFile.read(file.toString(), session.input());
        var checked = DescriptionCheck.of(source.bytes());
        if (!checked.problems().isEmpty()) {
            refused(source, problem(checked));
            return ExitCode.REFUSED;
        }
        if (offline) {
            accepted(source, checked.jobs());
            return ExitCode.OK;
        }
        return askServer(source, checked.jobs());
    }

    private ExitCode askServer(InputFile source, int jobs) {
        try {
            accepted(source, server().post("/jobs/validate", source.bytes()));
            return ExitCode.OK;
        } catch (CommandFailure failure) {
            var problem = failure.problem();
            if (problem != null && InputProblems.isFor(failure)) {
                refused(source, problem);
                return failure.code();
            }
            if (failure.code() != ExitCode.UNREACHABLE) {
                throw failure;
            }
            accepted(source, jobs);
            terminal().note("Checked against the schema only: " + String.join(" ", failure.sentences()));
            return ExitCode.OK;
        }
    }

    /** As the server would put it. */
    private static Problem problem(DescriptionCheck.Checked checked) {
        return new Problem(
                "about:blank", "Bad Request", 400, "The descriptions do not fit the schema.", checked.problems(), null);
    }

    private void accepted(InputFile source, int jobs) {
        if (json()) {
            var document = Json.MAPPER.createObjectNode().put("jobs", jobs);
            document.putArray("notices");
            terminal().json(document.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            sayThatAllIsWell(source, jobs);
        }
    }

    private void accepted(InputFile source, Answer answer) {
        if (json()) {
            terminal().json(answer.bytes());
            return;
        }
        var tree = answer.tree();
        sayThatAllIsWell(source, tree.path("jobs").asLong());
        tree.path("notices").forEach(notice -> terminal().note(notice.asString()));
    }

    private void sayThatAllIsWell(InputFile source, long jobs) {
        terminal().say(source.label() + ": no problem in " + Words.count(jobs, "job") + ".");
    }

    private void refused(InputFile source, Problem problem) {
        String label = source.label();
        InputProblems.of(label, new Batch(source.bytes(), List.of()), problem)
                .tell(label, json() ? problem : null, terminal());
    }
}
