package org.freshet.cli.dag;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet dag}. */
@Command(
        name = "dag",
        description = "Load, show and delete DAGs, the templates of workflows.",
        footerHeading = "%n",
        footer = "'freshet dag COMMAND --help' shows the options of a command and examples.")
public final class DagCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("load", () -> new DagLoad(session))
                .with("list", () -> new DagList(session))
                .with("show", () -> new DagShow(session))
                .with("draw", () -> new DagDraw(session))
                .with("export", () -> new DagExport(session))
                .with("delete", () -> new DagDelete(session))
                .with("validate", () -> new DagValidate(session))
                .addTo(new CommandLine(new DagCommands()), words);
    }
}
