package org.freshet.cli.account;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.TokenView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List tokens, newest first: the own ones, and to an administrator everybody's.",
        footer = {"  freshet token list", "  freshet token list --user mara --json"})
final class TokenList extends ServerCommand {

    @Option(names = "--user", paramLabel = "USER", description = "Only tokens of this user.")
    private @Nullable String user;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "The most tokens to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    TokenList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var tokens = Listing.read(server(), "/tokens", Query.empty().with("user", user), limit);
        printNewest(
                tokens,
                TokenView.class,
                "token",
                it -> table(it, session.time().now()).print(terminal()));
        return ExitCode.OK;
    }

    private static Table table(List<TokenView> tokens, Instant now) {
        var table = Table.of(">ID", "USER", "NAME", "STATE", "EXPIRES", ">LAST USED", "MADE");
        for (var token : tokens) {
            table.row(
                    token.id(),
                    token.user(),
                    token.name(),
                    new Cell(Words.lower(token.state()), tone(token.state())),
                    token.expiresAt() == null ? "never" : Words.time(token.expiresAt()),
                    token.lastUsedAt() == null ? "never" : Words.age(token.lastUsedAt(), now) + " ago",
                    Words.time(token.createdAt()));
        }
        return table;
    }

    private static Tone tone(TokenView.State state) {
        return state == TokenView.State.VALID ? Tone.PLAIN : Tone.QUIET;
    }
}
