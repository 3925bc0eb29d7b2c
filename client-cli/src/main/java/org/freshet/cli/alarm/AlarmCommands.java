package org.freshet.cli.alarm;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet alarm}. */
@Command(
        name = "alarm",
        description = "List what needs a person, say that somebody knows of it, keep it silent for a time.",
        footerHeading = "%n",
        footer = "'freshet alarm COMMAND --help' shows the options of a command and examples.")
public final class AlarmCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("list", () -> new AlarmList(session))
                .with("ack", () -> new AlarmAck(session))
                .with("silence", () -> new AlarmSilence(session))
                .with("unsilence", () -> new AlarmUnsilence(session))
                .with("silences", () -> new AlarmSilences(session))
                .addTo(new CommandLine(new AlarmCommands()), words);
    }
}
