package org.freshet.cli.site;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.SiteView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pause",
        description = "Order no pilots for a site until it is resumed. Those that are there go on.",
        footer = {"  freshet site pause np04 --reason \"cooling is down\""})
final class SitePause extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the site.")
    private String name = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, for those who find it paused.")
    private String reason = "";

    SitePause(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode().put("reason", reason);
        var answer = server().post("/sites/" + Segment.of(name) + "/pause", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var site = answer.as(SiteView.class);
            terminal()
                    .say("Site " + site.name() + " is paused. On record: " + Words.count(site.pilotsAlive(), "pilot")
                            + " that may go on.");
        }
        return ExitCode.OK;
    }
}
