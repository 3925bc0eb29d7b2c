package org.freshet.cli.account;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet token}. */
@Command(
        name = "token",
        description = "Make, list and revoke tokens.",
        footerHeading = "%n",
        footer = "'freshet token COMMAND --help' shows the options of a command and examples.")
public final class TokenCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("create", () -> new TokenCreate(session))
                .with("list", () -> new TokenList(session))
                .with("revoke", () -> new TokenRevoke(session))
                .addTo(new CommandLine(new TokenCommands()), words);
    }
}
