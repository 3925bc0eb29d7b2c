package org.freshet.cli.servicelog;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet log}. */
@Command(
        name = "log",
        description = "Read what the services decided and why, or write into their log.",
        footerHeading = "%n",
        footer = "'freshet log COMMAND --help' shows the options of a command and examples.")
public final class LogCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new LogCommands())
                .addSubcommand(new LogList(session))
                .addSubcommand(new LogAdd(session));
    }
}
