package org.freshet.cli.pool;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet pool}. */
@Command(
        name = "pool",
        description = "Calculate how many pilots sites lack, order them, and say how each came to its number.",
        footerHeading = "%n",
        footer = "'freshet pool COMMAND --help' shows the options of a command and examples.")
public final class PoolCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new PoolCommands())
                .addSubcommand(new PoolList(session))
                .addSubcommand(new PoolExplain(session))
                .addSubcommand(new PoolFill(session));
    }
}
