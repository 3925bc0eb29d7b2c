package org.freshet.cli.servicelog;

import java.time.Duration;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.WatchView;
import picocli.CommandLine.Command;

@Command(
        name = "watches",
        description = "List the services whose silence is an alarm.",
        footer = {"  freshet log watches", "  freshet log watches --json | jq '.items[] | select(.lateSince).service'"})
final class LogWatches extends ServerCommand {

    LogWatches(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var watches = Listing.read(server(), "/watches", Query.empty(), Integer.MAX_VALUE);
        if (json()) {
            terminal().json(watches.json());
            return ExitCode.OK;
        }
        var items = watches.items(WatchView.class).items();
        if (items.isEmpty()) {
            terminal().note("Nothing is watched: see freshet log watch.");
            return ExitCode.OK;
        }
        var table = Table.of("SERVICE", ">EVERY", "LAST ENTRY", "ALARM SINCE");
        for (var watch : items) {
            table.row(
                    watch.service(),
                    Words.duration(Duration.ofSeconds(watch.everySeconds())),
                    watch.lastEntry() == null ? "none" : Words.time(watch.lastEntry()),
                    watch.lateSince() == null ? "none" : Words.time(watch.lateSince()));
        }
        table.print(terminal());
        return ExitCode.OK;
    }
}
