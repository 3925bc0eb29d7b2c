package org.freshet.cli.job;

import java.util.EnumSet;
import java.util.Set;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.LogPart.Stream;
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
            "  freshet job log 12 --follow --tail 20",
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
            description =
                    "Go on printing until the job has ended, through all its attempts (with --attempt: until that one"
                            + " has). Waits for a job that was not claimed yet. Exit code 1 if the job ended, but not FINISHED.")
    private boolean follow;

    @Option(
            names = "--tail",
            paramLabel = "N",
            description = "Begin with the last N lines of each stream that are there.")
    private @Nullable Integer tail;

    JobLog(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (tail != null && tail < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--tail takes a number of lines from 0.");
        }
        var printer = new LogPrinters(terminal(), streams(), tail);
        var followed = follow ? follow(printer) : new LogFollower.Followed(read(), ExitCode.OK);
        if (json()) {
            terminal().json(followed.log().bytes());
            return followed.code();
        }
        var log = followed.log().as(LogView.class);
        if (!follow) {
            printer.print(log);
        }
        if (printer.isBlank() && (log.complete() || !follow)) {
            terminal().note(nothing(log));
        }
        return followed.code();
    }

    private LogFollower.Followed follow(LogPrinters printer) {
        var follower = new LogFollower(session, id, printer);
        return attempt == null ? follower.followJob(this::read) : follower.followAttempt(this::read);
    }

    /** With JSON stdout is kept for the document. */
    private Set<Stream> streams() {
        if (json()) {
            return EnumSet.noneOf(Stream.class);
        }
        return choice.stdout
                ? EnumSet.of(Stream.STDOUT)
                : choice.stderr ? EnumSet.of(Stream.STDERR) : EnumSet.allOf(Stream.class);
    }

    private Answer read() {
        var query = Query.empty().with("attempt", attempt).with("follow", follow ? "true" : null);
        return server().get("/jobs/" + id + "/log" + query);
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
