package org.freshet.cli.host;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.HostView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = {
            "List hosts that have pilots, had attempts lately or are banned.",
            "Attempts are those that began in the last 2 h and have ended."
        },
        footer = {"  freshet host list", "  freshet host list --banned"})
final class HostList extends ServerCommand {

    @Option(names = "--banned", description = "Only hosts that are banned.")
    private boolean banned;

    HostList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var query = Query.empty().with("banned", banned ? "true" : null);
        var hosts = Listing.read(server(), "/hosts", query, Integer.MAX_VALUE);
        if (json()) {
            terminal().json(hosts.json());
            return ExitCode.OK;
        }
        var items = hosts.items(HostView.class).items();
        if (items.isEmpty()) {
            terminal().note(banned ? "No host is banned." : "No pilot has registered from any host lately.");
            return ExitCode.OK;
        }
        var table = Table.of("HOST", ">PILOTS", ">BUSY", ">FAILED", ">ENDED", "STATE", "WHY");
        for (var host : items) {
            var ban = host.ban();
            table.row(
                    host.host(),
                    Words.number(host.pilots()),
                    Words.number(host.busy()),
                    Words.number(host.failed()),
                    Words.number(host.ended()),
                    state(host),
                    ban == null ? null : ban.by() + ": " + ban.reason());
        }
        table.print(terminal());
        return ExitCode.OK;
    }

    private static Cell state(HostView host) {
        if (host.ban() != null) {
            return new Cell("banned", Tone.WARNING);
        }
        return host.standsOut() ? new Cell("fails most of its jobs", Tone.BAD) : new Cell("allowed", Tone.QUIET);
    }
}
