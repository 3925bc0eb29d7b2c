package org.freshet.cli.site;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.SiteView;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "List sites with their pilots.",
        footer = {"  freshet site list", "  freshet site list --json | jq '.items[] | {name, pilotsAlive}'"})
final class SiteList extends ServerCommand {

    SiteList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var sites = Listing.read(server(), "/sites", Query.empty(), Integer.MAX_VALUE);
        if (json()) {
            terminal().json(sites.json());
            return ExitCode.OK;
        }
        var table = Table.of("NAME", "BATCH", "MODE", ">CAP", ">ALIVE", ">BUSY", ">IDLE", ">LOST", "STATE", "WHY");
        for (var site : sites.items(SiteView.class).items()) {
            table.row(
                    site.name(),
                    SiteWords.lower(site.batch()),
                    SiteWords.lower(site.mode()),
                    Words.number(site.cap()),
                    Words.number(site.pilotsAlive()),
                    count(site, PilotState.BUSY),
                    count(site, PilotState.IDLE),
                    count(site, PilotState.LOST),
                    SiteWords.state(site),
                    site.pausedReason());
        }
        table.print(terminal());
        return ExitCode.OK;
    }

    private static String count(SiteView site, PilotState state) {
        return Words.number(site.pilots().getOrDefault(state, 0L));
    }
}
