package org.freshet.cli.dag;

import org.freshet.cli.job.InputProblems;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.DagChecked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = {
            "Let the server check a file of GraphML; nothing is stored.",
            "Prints every problem as FILE:line:column: element: reason."
        },
        footer = {"  freshet dag validate nightly.graphml", "  freshet dag validate --json - --name x < x.graphml"})
final class DagValidate extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "GraphML; - reads stdin.")
    private String file = "-";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name that it would be loaded under (default: the file's name without its ending).")
    private @Nullable String name;

    DagValidate(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var source = GraphMlFile.read(file, name, session.input());
        try {
            accepted(source.file(), server().post(source.place() + "/validate", source.bytes()));
            return ExitCode.OK;
        } catch (CommandFailure refusal) {
            var problem = refusal.problem();
            if (problem == null || !InputProblems.isFor(refusal)) {
                throw refusal;
            }
            String label = source.file().label();
            InputProblems.of(label, refusal).tell(label, json() ? problem : null, terminal());
            return refusal.code();
        }
    }

    private void accepted(InputFile source, Answer answer) {
        if (json()) {
            terminal().json(answer.bytes());
            return;
        }
        var checked = answer.as(DagChecked.class);
        terminal().say(source.label() + ": no problem in " + DagWords.size(checked.vertices(), checked.edges()) + ".");
        checked.notices().forEach(terminal()::note);
    }
}
