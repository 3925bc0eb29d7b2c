package org.freshet.cli.database;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet db}. */
@Command(
        name = "db",
        description = "Dump and restore the database of a server. Needs the role ADMIN.",
        footerHeading = "%n",
        footer = "'freshet db COMMAND --help' shows the options of a command and examples.")
public final class DatabaseCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new DatabaseCommands())
                .addSubcommand(new DatabaseDump(session))
                .addSubcommand(new DatabaseRestore(session));
    }
}
