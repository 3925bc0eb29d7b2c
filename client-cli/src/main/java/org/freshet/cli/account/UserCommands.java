package org.freshet.cli.account;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet user}. */
@Command(
        name = "user",
        description = "Show and change who may do what. Needs the role ADMIN.",
        footerHeading = "%n",
        footer = "'freshet user COMMAND --help' shows the options of a command and examples.")
public final class UserCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new UserCommands())
                .addSubcommand(new UserList(session))
                .addSubcommand(new UserAdd(session))
                .addSubcommand(new UserRole(session))
                .addSubcommand(new UserDisable(session))
                .addSubcommand(new UserEnable(session));
    }
}
