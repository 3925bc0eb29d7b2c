package org.freshet.cli.jobtype;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet type}. */
@Command(
        name = "type",
        description = "Show job types; change their limit and order.",
        footerHeading = "%n",
        footer = "'freshet type COMMAND --help' shows the options of a command and examples.")
public final class TypeCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new TypeCommands())
                .addSubcommand(new TypeList(session))
                .addSubcommand(new TypeLimit(session))
                .addSubcommand(new TypeOrder(session));
    }
}
