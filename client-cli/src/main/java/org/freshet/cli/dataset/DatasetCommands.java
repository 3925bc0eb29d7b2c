package org.freshet.cli.dataset;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet dataset}. */
@Command(
        name = "dataset",
        description = "Add and show datasets: files that pass between the jobs of workflows, or that somebody brings.",
        footerHeading = "%n",
        footer = "'freshet dataset COMMAND --help' shows the options of a command and examples.")
public final class DatasetCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("add", () -> new DatasetAdd(session))
                .with("list", () -> new DatasetList(session))
                .with("show", () -> new DatasetShow(session))
                .addTo(new CommandLine(new DatasetCommands()), words);
    }
}
