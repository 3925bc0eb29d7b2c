package org.freshet.cli;

import java.time.Duration;
import org.freshet.cli.job.JobWords;
import org.freshet.cli.pilot.PilotWords;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Summary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "summary",
        description = "Count jobs and pilots by state, at one moment.",
        footer = {
            "  freshet summary",
            "  freshet summary --watch --every 10s",
            "  freshet summary --json | jq .jobs.FAILED"
        })
final class SummaryCommand extends ServerCommand {

    @Option(
            names = "--watch",
            description = "Go on until Ctrl-C: on a terminal in one place, in a pipe with a line for each change.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "With --watch, how long to wait between two looks: 1s, 10s, 1m (default: 2s).")
    private @Nullable Duration every;

    private static final Duration USUAL_STEP = Duration.ofSeconds(2);
    private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);

    SummaryCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (watch) {
            watch();
        } else if (every != null) {
            throw new CommandFailure(ExitCode.USAGE, "--every has a meaning only with --watch.");
        }
        var answer = server().get("/summary");
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            print(answer.as(Summary.class), terminal());
        }
        return ExitCode.OK;
    }

    /** Ends by Ctrl-C or a failure. */
    private void watch() {
        if (json()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--watch does not go with --json, which is one document: call it again and again.");
        }
        var step = every == null ? USUAL_STEP : every;
        if (step.compareTo(SHORTEST_STEP) < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--every is shorter than a second.");
        }
        new SummaryWatch(session, step).run(SummaryCommand::print);
    }

    private static void print(Summary summary, Terminal terminal) {
        jobs(summary).print(terminal);
        terminal.say("");
        pilots(summary).print(terminal);
        terminal.say("");
        terminal.say("Counted at " + Words.time(summary.at()) + ".");
    }

    private static Table jobs(Summary summary) {
        var table = Table.of("JOBS", ">");
        for (var state : JobState.values()) {
            long count = summary.jobs().getOrDefault(state, 0L);
            table.row(count == 0 ? quiet(Words.lower(state)) : JobWords.state(state), Words.number(count));
        }
        table.row("total", Words.number(summary.jobsTotal()));
        return table;
    }

    private static Table pilots(Summary summary) {
        var table = Table.of("PILOTS", ">");
        for (var state : PilotState.values()) {
            long count = summary.pilots().getOrDefault(state, 0L);
            table.row(count == 0 ? quiet(Words.lower(state)) : PilotWords.state(state), Words.number(count));
        }
        table.row("total", Words.number(summary.pilotsTotal()));
        return table;
    }

    private static Cell quiet(String word) {
        return new Cell(word, Tone.QUIET);
    }
}
