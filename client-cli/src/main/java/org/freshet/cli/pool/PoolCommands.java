package org.freshet.cli.pool;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet pool}. */
@Command(
        name = "pool",
        description = "Calculate how many pilots sites lack, order them, and say how each came to its number.",
        footerHeading = "%n",
        footer = "'freshet pool COMMAND --help' shows the options of a command and examples.")
public final class PoolCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("list", () -> new PoolList(session))
                .with("explain", () -> new PoolExplain(session))
                .with("run", () -> new PoolFill(session))
                .addTo(new CommandLine(new PoolCommands()), words);
    }
}
