package org.freshet.cli.workflow;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet workflow}. */
@Command(
        name = "workflow",
        description = "Start workflows, show and change them as a whole.",
        footerHeading = "%n",
        footer = "'freshet workflow COMMAND --help' shows the options of a command and examples.")
public final class WorkflowCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("start", () -> new WorkflowStart(session))
                .with("list", () -> new WorkflowList(session))
                .with("show", () -> new WorkflowShow(session))
                .with("pause", () -> new WorkflowPause(session))
                .with("resume", () -> new WorkflowResume(session))
                .with("cancel", () -> new WorkflowCancel(session))
                .with("rerun", () -> new WorkflowRerun(session))
                .with("delete", () -> new WorkflowDelete(session))
                .addTo(new CommandLine(new WorkflowCommands()), words);
    }
}
