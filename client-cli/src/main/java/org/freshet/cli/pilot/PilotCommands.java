package org.freshet.cli.pilot;

import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The group {@code freshet pilot}. */
@Command(
        name = "pilot",
        description = "Show pilots.",
        synopsisHeading = "Usage: ",
        synopsisSubcommandLabel = "COMMAND",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = "%n'freshet pilot COMMAND --help' shows the options of a command and examples.")
public final class PilotCommands {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new PilotCommands())
                .addSubcommand(new PilotList(session))
                .addSubcommand(new PilotShow(session));
    }
}
