package org.freshet.cli;

import org.freshet.cli.job.JobWords;
import org.freshet.cli.pilot.PilotWords;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Summary;
import picocli.CommandLine.Command;

@Command(
        name = "summary",
        description = "Count jobs and pilots by state, at one moment.",
        footer = {"  freshet summary", "  freshet summary --json | jq .jobs.FAILED"})
final class SummaryCommand extends ServerCommand {

    SummaryCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/summary");
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            print(answer.as(Summary.class));
        }
        return ExitCode.OK;
    }

    private void print(Summary summary) {
        jobs(summary).print(terminal());
        terminal().say("");
        pilots(summary).print(terminal());
        terminal().say("");
        terminal().say("Counted at " + Words.time(summary.at()) + ".");
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
