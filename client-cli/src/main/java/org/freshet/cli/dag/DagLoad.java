package org.freshet.cli.dag;

import org.freshet.cli.job.InputProblems;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.DagLoaded;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "load",
        description = {
            "Load a DAG from a file of GraphML. Under a name that is there already it becomes a new version, and nothing"
                    + " changes if it says the same as the newest one.",
            "Prints every problem as FILE:line:column: element: reason; then nothing is stored."
        },
        footer = {
            "  freshet dag load nightly.graphml",
            "  freshet dag load filter.graphml --name nightly --description \"with the new filter\""
        })
final class DagLoad extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "GraphML; - reads stdin.")
    private String file = "-";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "1 to 100 letters, digits, '.', '_' or '-' (default: the file's name without its ending).")
    private @Nullable String name;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "For people (default: what the file says, else that of the version before).")
    private @Nullable String description;

    DagLoad(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var source = GraphMlFile.read(file, name, session.input());
        String place = source.place() + Query.empty().with("description", description);
        var answer = InputProblems.answer(source.file(), () -> server().put(place, source.bytes(), GraphMlFile.XML));
        var loaded = answer.as(DagLoaded.class);
        loaded.notices().forEach(terminal()::note);
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            terminal().say(sentence(loaded));
        }
        return ExitCode.OK;
    }

    private static String sentence(DagLoaded loaded) {
        var dag = loaded.dag();
        return loaded.created()
                ? "DAG " + dag.name() + " is loaded as version " + dag.version() + ": "
                        + DagWords.size(dag.vertices(), dag.edges()) + "."
                : "DAG " + dag.name() + " is the same as its version " + dag.version()
                        + " already; nothing was changed.";
    }
}
