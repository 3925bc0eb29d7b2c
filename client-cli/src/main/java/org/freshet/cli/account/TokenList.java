package org.freshet.cli.account;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.session.NewestList;
import org.freshet.cli.session.Query;
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
final class TokenList extends NewestList<TokenView> {

    @Option(names = "--user", paramLabel = "USER", description = "Only tokens of this user.")
    private @Nullable String user;

    TokenList(Session session) {
        super(session, "token", TokenView.class, 100);
    }

    @Override
    protected Query filters() {
        return Query.empty().with("user", user);
    }

    @Override
    protected Table table(List<TokenView> tokens, Instant now) {
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
