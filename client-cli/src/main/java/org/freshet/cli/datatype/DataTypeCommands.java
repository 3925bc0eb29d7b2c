package org.freshet.cli.datatype;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet datatype}. */
@Command(
        name = "datatype",
        description = "Add and list data types: what the files between the jobs of a workflow are.",
        footerHeading = "%n",
        footer = "'freshet datatype COMMAND --help' shows the options of a command and examples.")
public final class DataTypeCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("add", () -> new DataTypeAdd(session))
                .with("list", () -> new DataTypeList(session))
                .addTo(new CommandLine(new DataTypeCommands()), words);
    }
}
