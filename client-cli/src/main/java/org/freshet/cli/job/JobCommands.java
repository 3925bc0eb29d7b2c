package org.freshet.cli.job;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet job}. */
@Command(
        name = "job",
        description = "Submit, watch and change jobs.",
        footerHeading = "%n",
        footer = "'freshet job COMMAND --help' shows the options of a command and examples.")
public final class JobCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new JobCommands())
                .addSubcommand(new JobSubmit(session))
                .addSubcommand(new JobList(session))
                .addSubcommand(new JobShow(session))
                .addSubcommand(new JobExplain(session))
                .addSubcommand(new JobLog(session))
                .addSubcommand(new JobWait(session))
                .addSubcommand(new JobCancel(session))
                .addSubcommand(new JobRetry(session))
                .addSubcommand(new JobHold(session))
                .addSubcommand(new JobRelease(session))
                .addSubcommand(new JobPriority(session));
    }
}
