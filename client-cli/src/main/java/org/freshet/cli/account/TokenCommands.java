package org.freshet.cli.account;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet token}. */
@Command(
        name = "token",
        description = "Make, list and revoke tokens.",
        footerHeading = "%n",
        footer = "'freshet token COMMAND --help' shows the options of a command and examples.")
public final class TokenCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new TokenCommands())
                .addSubcommand(new TokenCreate(session))
                .addSubcommand(new TokenList(session))
                .addSubcommand(new TokenRevoke(session));
    }
}
