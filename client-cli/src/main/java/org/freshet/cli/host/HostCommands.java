package org.freshet.cli.host;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet host}. */
@Command(
        name = "host",
        description = "Show hosts; ban those that fail their jobs, and allow them again.",
        footerHeading = "%n",
        footer = "'freshet host COMMAND --help' shows the options of a command and examples.")
public final class HostCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("list", () -> new HostList(session))
                .with("ban", () -> new HostBan(session))
                .with("allow", () -> new HostAllow(session))
                .addTo(new CommandLine(new HostCommands()), words);
    }
}
