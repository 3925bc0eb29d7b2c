package org.freshet.cli.jobtype;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobTypeView;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "List job types with their limits and how many jobs are held, wait, and run.",
        footer = {"  freshet type list", "  freshet type list --json | jq '.items[] | select(.limit == 0).name'"})
final class TypeList extends ServerCommand {

    TypeList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var types = Listing.read(server(), "/jobtypes", Query.empty(), Integer.MAX_VALUE);
        if (json()) {
            terminal().json(types.json());
            return ExitCode.OK;
        }
        var items = types.items(JobTypeView.class).items();
        if (items.isEmpty()) {
            terminal().note("There is no job type yet; the first job of a type makes it.");
            return ExitCode.OK;
        }
        var table = Table.of("TYPE", ">LIMIT", "ORDER", ">LATE AFTER", ">HELD", ">WAITING", ">RUNNING");
        for (var type : items) {
            table.row(
                    type.name(),
                    type.limit() == null ? "none" : Words.number(type.limit()),
                    TypeWords.order(type),
                    TypeWords.late(type),
                    Words.number(type.held()),
                    Words.number(type.waiting()),
                    Words.number(type.running()));
        }
        table.print(terminal());
        return ExitCode.OK;
    }
}
