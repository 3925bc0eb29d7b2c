package org.freshet.cli.jobtype;

import java.time.Duration;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.FreshnessView;
import picocli.CommandLine.Command;

@Command(
        name = "fresh",
        description = "Say how far the results of each job type are behind their data, and which types are late.",
        footer = {
            "  freshet type fresh",
            "  freshet type fresh --json | jq -r '.items[] | select(.standing == \"LATE\").jobtype'"
        })
final class TypeFresh extends ServerCommand {

    TypeFresh(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var types = Listing.read(server(), "/freshness", Query.empty(), Integer.MAX_VALUE);
        if (json()) {
            terminal().json(types.json());
            return ExitCode.OK;
        }
        var items = types.items(FreshnessView.class).items();
        if (items.isEmpty()) {
            terminal().note("There is no job type yet; the first job of a type makes it.");
            return ExitCode.OK;
        }
        var table = Table.of("TYPE", "STANDING", ">BEHIND", "SINCE", ">LATE AFTER", ">WAITING", ">RUNNING");
        for (var type : items) {
            table.row(
                    type.jobtype(),
                    Words.lower(type.standing()),
                    type.behindSeconds() == null
                            ? "unknown"
                            : Words.duration(Duration.ofMillis(Math.round(type.behindSeconds() * 1000))),
                    type.countsFrom() == null ? "" : Words.lower(type.countsFrom()),
                    Words.duration(Duration.ofSeconds(type.lateAfterSeconds())),
                    Words.number(type.waiting()),
                    Words.number(type.running()));
        }
        table.print(terminal());
        return ExitCode.OK;
    }
}
