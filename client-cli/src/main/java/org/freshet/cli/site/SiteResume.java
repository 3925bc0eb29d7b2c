package org.freshet.cli.site;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.SiteView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = "Order pilots for a site again.",
        footer = {"  freshet site resume np04"})
final class SiteResume extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the site.")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    SiteResume(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode().put("reason", reason);
        var answer = server().post("/sites/" + Segment.of(name) + "/resume", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            terminal().say("Site " + answer.as(SiteView.class).name() + " is active.");
        }
        return ExitCode.OK;
    }
}
