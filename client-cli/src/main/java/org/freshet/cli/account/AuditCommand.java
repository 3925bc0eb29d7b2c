package org.freshet.cli.account;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.AuditEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = {
            "Show who changed what, when, from where and why; newest first. Needs the role OPERATOR.",
            "That is what people did, and every change of sites, job types, users and tokens;",
            "of one thing that --entity and --id name, everything that happened to it."
        },
        footer = {
            "  freshet audit --user mara --since 2d",
            "  freshet audit --entity token",
            "  freshet audit --action cancelled --since 8h",
            "  freshet audit --entity job --id 4711"
        })
public final class AuditCommand extends ServerCommand {

    @Option(names = "--user", paramLabel = "USER", description = "Only what this user did.")
    private @Nullable String user;

    @Option(
            names = "--entity",
            paramLabel = "KIND",
            description = "Only changes of these: job, pilot, site, jobtype, dag, datatype, account, token, servicelog,"
                    + " installation, host, failure, alarm, silence, shiftnote.")
    private @Nullable String entity;

    @Option(names = "--id", paramLabel = "N", description = "Only changes of the one with this number; with --entity.")
    private @Nullable Long id;

    @Option(
            names = "--action",
            paramLabel = "STATE",
            description = "Only changes that led to this state: cancelled, draining, purged …")
    private @Nullable String action;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "Only what happened since so long ago: 5m, 2h, 30d.")
    private @Nullable Duration since;

    @Option(
            names = "--until",
            paramLabel = "DURATION",
            description = "Only what happened before so long ago: 5m, 2h, 30d.")
    private @Nullable Duration until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The most changes to show (default: ${DEFAULT-VALUE}).")
    private int limit;

    public AuditCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (id != null && entity == null) {
            throw new CommandFailure(ExitCode.USAGE, "--id " + id + " of what? Say --entity, too.");
        }
        var filters = Query.empty()
                .with("user", user)
                .with("entity", entity)
                .with("id", id)
                .with("action", action)
                .with("since", since)
                .with("until", until);
        var changes = Listing.read(server(), "/audit", filters, limit);
        printNewest(changes, AuditEntry.class, "change", it -> table(it).print(terminal()));
        return ExitCode.OK;
    }

    private static Table table(List<AuditEntry> changes) {
        var table = Table.of("TIME", "WHO", "FROM WHERE", "WHAT", "FROM", "TO", "WHY");
        for (var change : changes) {
            table.row(
                    Words.time(change.at()),
                    change.actor(),
                    change.origin(),
                    thing(change),
                    change.from() == null ? null : change.from().toLowerCase(Locale.ROOT),
                    change.to().toLowerCase(Locale.ROOT),
                    change.reason());
        }
        return table;
    }

    /** The number of an installation says nothing. */
    private static String thing(AuditEntry change) {
        if (change.entity().equals("installation")) {
            return change.entity();
        }
        var name = change.name() == null ? "" : " (" + change.name() + ")";
        return change.entity() + " " + change.id() + name;
    }
}
