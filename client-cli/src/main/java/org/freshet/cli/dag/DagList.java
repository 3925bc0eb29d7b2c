package org.freshet.cli.dag;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.DagView;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "List DAGs, each with the facts of its newest version.",
        footer = {"  freshet dag list", "  freshet dag list --json | jq -r '.items[].name'"})
final class DagList extends ServerCommand {

    DagList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var dags = Listing.read(server(), "/dags", Query.empty(), Integer.MAX_VALUE);
        if (json()) {
            terminal().json(dags.json());
            return ExitCode.OK;
        }
        var items = dags.items(DagView.class).items();
        if (items.isEmpty()) {
            terminal().note("There is no DAG yet; 'freshet dag load FILE' loads one.");
            return ExitCode.OK;
        }
        var now = session.time().now();
        var table = Table.of("DAG", ">VERSION", ">VERTICES", ">EDGES", "OWNER", ">LOADED", "DESCRIPTION");
        for (var dag : items) {
            table.row(
                    dag.name(),
                    dag.version(),
                    Words.number(dag.vertices()),
                    Words.number(dag.edges()),
                    dag.owner(),
                    Words.age(dag.loadedAt(), now) + " ago",
                    dag.description());
        }
        table.print(terminal());
        return ExitCode.OK;
    }
}
