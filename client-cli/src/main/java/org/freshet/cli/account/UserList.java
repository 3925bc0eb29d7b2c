package org.freshet.cli.account;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.UserView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List users by name, with their roles.",
        footer = {"  freshet user list", "  freshet user list --json | jq '.items[].name'"})
final class UserList extends ServerCommand {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The most users to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    UserList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var users = Listing.read(server(), "/users", Query.empty(), limit);
        if (json()) {
            terminal().json(users.json());
            return ExitCode.OK;
        }
        var page = users.items(UserView.class);
        table(page.items(), session.time().now()).print(terminal());
        if (page.next() != null) {
            terminal().note("More users follow: see --limit.");
        }
        return ExitCode.OK;
    }

    private static Table table(List<UserView> users, Instant now) {
        var table = Table.of("USER", "ROLE", "DISABLED", ">VALID TOKENS", ">LAST USED", "SINCE");
        for (var user : users) {
            table.row(
                    user.name(),
                    Words.lower(user.role()),
                    user.disabledAt() == null ? null : Words.age(user.disabledAt(), now) + " ago",
                    Words.number(user.tokens()),
                    user.lastUsedAt() == null ? "never" : Words.age(user.lastUsedAt(), now) + " ago",
                    Words.time(user.createdAt()));
        }
        return table;
    }
}
