package org.freshet.cli.pool;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.PoolStanding;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "List sites with what came of their last pool calculation. 'pool explain' says why.",
        footer = {"  freshet pool list", "  freshet pool list --json | jq -r '.items[].run.sentence'"})
final class PoolList extends ServerCommand {

    PoolList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var standings = Listing.read(server(), "/pool", Query.empty(), Integer.MAX_VALUE);
        if (json()) {
            terminal().json(standings.json());
            return ExitCode.OK;
        }
        var page = standings.items(PoolStanding.class);
        if (page.items().isEmpty()) {
            terminal().note("No pool was calculated yet.");
            return ExitCode.OK;
        }
        var table = Table.of(
                "SITE", "OUTCOME", ">WANT", ">HAVE", ">TOTAL", ">CAP", ">SUBMIT", "LIMIT", ">CALCULATED", "BY");
        page.items().forEach(it -> row(table, it));
        table.print(terminal());
        return ExitCode.OK;
    }

    private void row(Table table, PoolStanding standing) {
        var run = standing.run();
        var terms = run.terms();
        table.row(
                run.site(),
                PoolWords.outcome(run),
                terms == null ? null : Words.number(terms.want()),
                terms == null ? null : Words.number(terms.have()),
                terms == null ? null : Words.number(terms.total()),
                terms == null ? null : Words.number(terms.cap()),
                terms == null ? null : Words.number(terms.submit()),
                terms == null ? null : terms.limit(),
                Words.age(standing.at(), session.time().now()) + " ago",
                standing.by());
    }
}
