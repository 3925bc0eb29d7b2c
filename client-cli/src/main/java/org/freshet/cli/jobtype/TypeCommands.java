package org.freshet.cli.jobtype;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet type}. */
@Command(
        name = "type",
        description = "Show job types; change their limit, their order, and when they are late.",
        footerHeading = "%n",
        footer = "'freshet type COMMAND --help' shows the options of a command and examples.")
public final class TypeCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("list", () -> new TypeList(session))
                .with("fresh", () -> new TypeFresh(session))
                .with("limit", () -> new TypeLimit(session))
                .with("order", () -> new TypeOrder(session))
                .with("late", () -> new TypeLate(session))
                .addTo(new CommandLine(new TypeCommands()), words);
    }
}
