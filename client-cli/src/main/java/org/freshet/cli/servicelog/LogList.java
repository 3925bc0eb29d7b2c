package org.freshet.cli.servicelog;

import java.time.Duration;
import java.util.List;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.ServiceLogView;
import org.freshet.protocol.ServiceLogView.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Print the service log, newest first; with --follow as it comes, oldest first.",
        footer = {"  freshet log list --level warning,error --since 1d", "  freshet log list --service pool --follow"})
final class LogList extends ServerCommand {

    @Option(names = "--service", paramLabel = "SERVICE", description = "Only entries of this service.")
    private @Nullable String service;

    @Option(
            names = "--level",
            split = ",",
            paramLabel = "LEVEL",
            description = "Only entries of one of these levels: info, warning, error.")
    private List<Level> levels = List.of();

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "Only entries that are not older: 90s, 5m, 2h, 1d.")
    private @Nullable Duration since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "The most entries to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--follow", description = "Then print what comes, until it is interrupted.")
    private boolean follow;

    LogList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (follow && json()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--json prints one document and --follow has no end: give one of them.");
        }
        var filters = Query.empty()
                .with("service", service)
                .with("level", levels)
                .with("since", since == null ? null : since.toSeconds());
        if (follow) {
            new EntryFollower(session, filters).follow(limit);
            return ExitCode.OK;
        }
        var entries = Listing.read(server(), "/log", filters, limit);
        printNewest(entries, ServiceLogView.class, "entry", it -> table(it).print(terminal()));
        return ExitCode.OK;
    }

    private static Table table(List<ServiceLogView> entries) {
        var table = Table.of("TIME", "SERVICE", "LEVEL", "BY", "MESSAGE");
        for (var entry : entries) {
            table.row(
                    Words.time(entry.at()), entry.service(), EntryWords.level(entry), entry.author(), entry.message());
        }
        return table;
    }
}
