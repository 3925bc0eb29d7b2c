package org.freshet.cli.account;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet user}. */
@Command(
        name = "user",
        description = "Show and change who may do what. Needs the role ADMIN.",
        footerHeading = "%n",
        footer = "'freshet user COMMAND --help' shows the options of a command and examples.")
public final class UserCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("list", () -> new UserList(session))
                .with("add", () -> new UserAdd(session))
                .with("role", () -> new UserRole(session))
                .with("disable", () -> new UserDisable(session))
                .with("enable", () -> new UserEnable(session))
                .addTo(new CommandLine(new UserCommands()), words);
    }
}
