package org.freshet.cli.job;

import org.freshet.cli.session.Answer;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.LogView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "log",
        description = {
            "Print what a job's payload wrote: its stdout to stdout, its stderr to stderr, unchanged.",
            "Of a long output the server keeps the beginning and the end."
        },
        footer = {
            "  freshet job log 12",
            "  freshet job log 12 --follow",
            "  freshet job log 12 --attempt 1 --stderr | less"
        })
final class JobLog extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number or UUID of the job.")
    private IdArgument id = new IdArgument("");

    @Option(names = "--attempt", paramLabel = "N", description = "Which attempt, from 1 (default: the latest).")
    private @Nullable Integer attempt;

    @ArgGroup
    private Choice choice = new Choice();

    @Option(
            names = "--follow",
            description = "Go on printing until the attempt has ended. Waits for a job that was not claimed yet.")
    private boolean follow;

    JobLog(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var printer = new LogPrinters(terminal(), choice.stdout, choice.stderr, json());
        var answer = follow ? new LogFollower(session, id, printer).follow(this::read, attempt == null) : read();
        if (json()) {
            terminal().json(answer.bytes());
            return ExitCode.OK;
        }
        var log = answer.as(LogView.class);
        if (!follow) {
            printer.print(log);
        }
        if (printer.isBlank() && (log.complete() || !follow)) {
            terminal().note(nothing(log));
        }
        return ExitCode.OK;
    }

    private Answer read() {
        return server().get("/jobs/" + id + "/log" + Query.empty().with("attempt", attempt));
    }

    private String nothing(LogView log) {
        var id = log.attempt();
        if (id.attempt() == 0) {
            return "Job " + id.job() + (log.complete() ? " was never" : " is not yet") + " claimed: there is no log.";
        }
        String where = choice.stdout ? " to stdout" : choice.stderr ? " to stderr" : "";
        return "Attempt " + id.attempt() + " of job " + id.job() + " wrote nothing" + where
                + (log.complete() ? "." : " yet.");
    }

    /** At most one of the two. */
    static final class Choice {

        @Option(names = "--stdout", description = "Only the payload's stdout.")
        private boolean stdout;

        @Option(names = "--stderr", description = "Only the payload's stderr; it goes to stdout.")
        private boolean stderr;
    }
}
