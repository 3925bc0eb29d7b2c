package org.freshet.cli.servicelog;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet log}. */
@Command(
        name = "log",
        description = "Read what the services decided and why, write into their log, be told of silence.",
        footerHeading = "%n",
        footer = "'freshet log COMMAND --help' shows the options of a command and examples.")
public final class LogCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("list", () -> new LogList(session))
                .with("add", () -> new LogAdd(session))
                .with("watch", () -> new LogWatch(session))
                .with("unwatch", () -> new LogUnwatch(session))
                .with("watches", () -> new LogWatches(session))
                .addTo(new CommandLine(new LogCommands()), words);
    }
}
