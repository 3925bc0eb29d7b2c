package org.freshet.cli.servicelog;

import java.nio.charset.StandardCharsets;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "unwatch",
        description = "Take back a 'freshet log watch'.",
        footer = "  freshet log unwatch olddata --reason \"no cron entry any more\"")
final class LogUnwatch extends ServerCommand {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Under which name it writes.")
    private String service = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    LogUnwatch(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        server().post("/watches/" + Segment.of(service) + "/remove", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json("{}".getBytes(StandardCharsets.UTF_8));
        } else {
            terminal().say("The silence of " + service + " is no alarm any more.");
        }
        return ExitCode.OK;
    }
}
