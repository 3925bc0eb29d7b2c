package org.freshet.cli.pilot;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet pilot}. */
@Command(
        name = "pilot",
        description = "Show pilots, and tell them to end.",
        footerHeading = "%n",
        footer = "'freshet pilot COMMAND --help' shows the options of a command and examples.")
public final class PilotCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new PilotCommands())
                .addSubcommand(new PilotList(session))
                .addSubcommand(new PilotShow(session))
                .addSubcommand(new PilotDrain(session))
                .addSubcommand(new PilotKill(session))
                .addSubcommand(new PilotExplain(session));
    }
}
