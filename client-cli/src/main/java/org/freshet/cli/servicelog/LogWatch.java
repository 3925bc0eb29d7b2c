package org.freshet.cli.servicelog;

import java.time.Duration;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.WatchView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = "Raise an alarm when a service writes nothing into the service log for too long.",
        footer = {"  freshet log watch olddata --every 25h", "  freshet log watch pool --every 20m"})
final class LogWatch extends ServerCommand {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Under which name it writes.")
    private String service = "";

    @Option(
            names = "--every",
            required = true,
            paramLabel = "DURATION",
            description = "The longest silence that is no alarm, 10s to 31d: 15m, 25h. Leave it some room.")
    private Duration every = Duration.ZERO;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    LogWatch(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        body.put("service", service);
        body.put("everySeconds", every.toSeconds());
        if (reason != null) {
            body.put("reason", reason);
        }
        var answer = server().post("/watches", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var watch = answer.as(WatchView.class);
            terminal()
                    .say(watch.service() + " is an alarm when it writes nothing for "
                            + Words.duration(Duration.ofSeconds(watch.everySeconds())) + ", from now on.");
        }
        return ExitCode.OK;
    }
}
