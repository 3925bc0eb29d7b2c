package org.freshet.cli.database;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet db}. */
@Command(
        name = "db",
        description = "Dump and restore the database of a server. Needs the role ADMIN.",
        footerHeading = "%n",
        footer = "'freshet db COMMAND --help' shows the options of a command and examples.")
public final class DatabaseCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("dump", () -> new DatabaseDump(session))
                .with("restore", () -> new DatabaseRestore(session))
                .addTo(new CommandLine(new DatabaseCommands()), words);
    }
}
