package org.freshet.cli.site;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.NewSecret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "secret",
        description = {
            "Make another secret for a site, and print it alone on stdout. It is shown this once.",
            "The one before is honoured for 48 hours more; pilots that are registered go on."
        },
        footer = {"  freshet site secret np04 --reason \"it was in a mail\" > np04.secret"})
final class SiteNewSecret extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the site.")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    SiteNewSecret(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode().put("reason", reason);
        var answer = server().post("/sites/" + Segment.of(name) + "/secret", Json.MAPPER.writeValueAsBytes(body));
        var secret = answer.as(NewSecret.class);
        SiteWords.note(terminal(), secret.notices());
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            terminal().say(secret.secret());
            terminal().note("The secret before is honoured until " + Words.time(secret.oldSecretUntil()) + ".");
        }
        return ExitCode.OK;
    }
}
