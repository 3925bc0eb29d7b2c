package org.freshet.cli.account;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.TokenView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        description = "Revoke a token and all tokens that were made with it: they are refused from now on, for ever.",
        footer = {"  freshet token revoke 12 --reason \"laptop lost\""})
final class TokenRevoke extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number of the token, as 'freshet token list' shows it.")
    private long id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
    private @Nullable String reason;

    TokenRevoke(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        var answer = server().post("/tokens/" + id + "/revoke", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var token = answer.as(TokenView.class);
            terminal()
                    .say("Token " + token.id() + " '" + token.name() + "' of " + token.user() + " is revoked"
                            + others(token) + ".");
        }
        return ExitCode.OK;
    }

    private static String others(TokenView token) {
        var others = token.alsoRevoked();
        if (others == null || others == 0) {
            return "";
        }
        return others == 1
                ? ", and so is 1 more that was made with it"
                : ", and so are " + others + " more that were made with it";
    }
}
