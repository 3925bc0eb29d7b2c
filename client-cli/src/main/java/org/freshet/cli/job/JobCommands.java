package org.freshet.cli.job;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet job}. */
@Command(
        name = "job",
        description = "Submit, watch and change jobs.",
        footerHeading = "%n",
        footer = "'freshet job COMMAND --help' shows the options of a command and examples.")
public final class JobCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("submit", () -> new JobSubmit(session))
                .with("list", () -> new JobList(session))
                .with("show", () -> new JobShow(session))
                .with("explain", () -> new JobExplain(session))
                .with("log", () -> new JobLog(session))
                .with("wait", () -> new JobWait(session))
                .with("cancel", () -> new JobCancel(session))
                .with("retry", () -> new JobRetry(session))
                .with("hold", () -> new JobHold(session))
                .with("release", () -> new JobRelease(session))
                .with("prio", () -> new JobPriority(session))
                .with("undo", () -> new JobUndo(session))
                .addTo(new CommandLine(new JobCommands()), words);
    }
}
