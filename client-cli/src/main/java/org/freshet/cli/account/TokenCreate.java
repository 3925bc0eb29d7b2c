package org.freshet.cli.account;

import java.time.Duration;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.TokenMade;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = {
            "Make a token. It alone is printed on stdout, and only now: nobody can read it later.",
            "One that is made with a token that expires does not outlive it, unless an administrator made it."
        },
        footer = {
            "  freshet token create laptop --expires-in 30d",
            "  freshet token create cron --user mara > /etc/freshet/mara.token"
        })
final class TokenCreate extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "What it is for, for example laptop.")
    private String name = "";

    @Option(names = "--user", paramLabel = "USER", description = "Whose token (default: your own). For administrators.")
    private @Nullable String user;

    @Option(
            names = "--expires-in",
            paramLabel = "DURATION",
            description = "How long it is valid: 90s, 5m, 2h, 30d (default: without end).")
    private @Nullable Duration expiresIn;

    TokenCreate(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode().put("name", name);
        if (user != null) {
            body.put("user", user);
        }
        if (expiresIn != null) {
            body.put("expiresIn", expiresIn.toString());
        }
        var answer = server().post("/tokens", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
            return ExitCode.OK;
        }
        var made = answer.as(TokenMade.class);
        var token = made.token();
        terminal().say(made.secret());
        terminal()
                .note("Token " + token.id() + " '" + token.name() + "' of " + token.user() + " "
                        + (token.expiresAt() == null
                                ? "is valid without end"
                                : "expires at " + Words.time(token.expiresAt()))
                        + ". Keep it: it is not shown again. The command takes it from FRESHET_TOKEN.");
        return ExitCode.OK;
    }
}
