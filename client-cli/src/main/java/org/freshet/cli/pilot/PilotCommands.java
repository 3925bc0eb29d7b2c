package org.freshet.cli.pilot;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet pilot}. */
@Command(
        name = "pilot",
        description = "Show pilots, and tell them to end.",
        footerHeading = "%n",
        footer = "'freshet pilot COMMAND --help' shows the options of a command and examples.")
public final class PilotCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("list", () -> new PilotList(session))
                .with("show", () -> new PilotShow(session))
                .with("drain", () -> new PilotDrain(session))
                .with("kill", () -> new PilotKill(session))
                .with("explain", () -> new PilotExplain(session))
                .addTo(new CommandLine(new PilotCommands()), words);
    }
}
