package org.freshet.cli.workflow;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.session.NewestList;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.WordArgument;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.WorkflowState;
import org.freshet.protocol.WorkflowView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List workflows, newest first.",
        footer = {"  freshet workflow list --state running,paused", "  freshet workflow list --dag filter --json"})
final class WorkflowList extends NewestList<WorkflowView> {

    @Option(
            names = "--state",
            split = ",",
            completionCandidates = WordArgument.WorkflowStates.class,
            paramLabel = "STATE",
            description = "Only workflows in one of these states, for example running,paused.")
    private List<WorkflowState> states = List.of();

    @Option(names = "--dag", paramLabel = "DAG", description = "Only workflows of this DAG.")
    private @Nullable String dag;

    @Option(names = "--user", paramLabel = "USER", description = "Only workflows of this user.")
    private @Nullable String user;

    @Option(names = "--name", paramLabel = "TEXT", description = "Only workflows with this in their names.")
    private @Nullable String name;

    WorkflowList(Session session) {
        super(session, "workflow", WorkflowView.class, 20);
    }

    @Override
    protected Query filters() {
        return Query.empty()
                .with("state", states)
                .with("dag", dag)
                .with("user", user)
                .with("name", name);
    }

    @Override
    protected Table table(List<WorkflowView> workflows, Instant now) {
        var table = Table.of(">ID", "STATE", "NAME", "DAG", "USER", ">JOBS", ">OPEN", ">AGE", "WHAT BECAME OF IT");
        for (var workflow : workflows) {
            table.row(
                    workflow.id(),
                    WorkflowWords.state(workflow.state()),
                    workflow.name(),
                    workflow.dag() + " v" + workflow.dagVersion(),
                    workflow.user(),
                    Words.number(workflow.jobs()),
                    Words.number(workflow.open()),
                    Words.age(workflow.createdAt(), now),
                    workflow.message());
        }
        return table;
    }
}
