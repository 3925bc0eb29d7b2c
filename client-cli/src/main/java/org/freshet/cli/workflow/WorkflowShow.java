package org.freshet.cli.workflow;

import java.util.stream.Collectors;
import org.freshet.cli.job.JobTable;
import org.freshet.cli.session.EventTable;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Sheet;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobView;
import org.freshet.protocol.WorkflowDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show a workflow: how far it is, its jobs, its history.",
        footer = {"  freshet workflow show 7", "  freshet workflow show 7 --jobs 1000"})
final class WorkflowShow extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number of the workflow.")
    private long id;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "50",
            description = "The most jobs to list, the last ones first (default: ${DEFAULT-VALUE}).")
    private int jobs;

    WorkflowShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/workflows/" + id);
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            print(answer.as(WorkflowDetail.class));
        }
        return ExitCode.OK;
    }

    private void print(WorkflowDetail detail) {
        terminal().say(Tone.HEADING, WorkflowWords.sentence(detail.workflow()));
        terminal().say("");
        attributes(detail).print(terminal());
        if (jobs > 0) {
            terminal().say("");
            var list = Listing.read(server(), "/jobs", Query.empty().with("workflow", id), jobs)
                    .items(JobView.class);
            JobTable.of(list.items(), session.time().now()).print(terminal());
            if (list.next() != null) {
                terminal().note("These are the last jobs; others come before them: see --jobs.");
            }
        }
        new EventTable(detail.history()).print(terminal());
    }

    private Sheet attributes(WorkflowDetail detail) {
        var workflow = detail.workflow();
        return new Sheet(session.time().now())
                .line("state", WorkflowWords.state(workflow.state()))
                .line("DAG", workflow.dag() + ", version " + workflow.dagVersion())
                .line("user", workflow.user())
                .line("jobs", Words.number(workflow.jobs()) + ": " + states(detail))
                .line("on failure", Words.lower(workflow.failurePolicy()))
                .line("priority", workflow.priority() == 0 ? null : workflow.priority())
                .line("made", workflow.createdAt())
                .line("started", workflow.startedAt())
                .line("ended", workflow.endedAt())
                .line("useful until", workflow.usefulUntil() == null ? null : Words.time(workflow.usefulUntil()))
                .line("message", workflow.message());
    }

    private static String states(WorkflowDetail detail) {
        return detail.states().stream()
                .map(it -> Words.number(it.jobs()) + " " + Words.lower(it.state()))
                .collect(Collectors.joining(", "));
    }
}
