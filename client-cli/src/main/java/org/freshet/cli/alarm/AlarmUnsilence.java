package org.freshet.cli.alarm;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.AlarmSilenceView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "unsilence",
        description = "Take back a 'freshet alarm silence' before its time.",
        footer = "  freshet alarm unsilence 3 --reason \"calibration is over\"")
final class AlarmUnsilence extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number of the silence, as 'freshet alarm silences' shows it.")
    private long id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    AlarmUnsilence(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        var answer = server().post("/alarms/silences/" + id + "/end", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            terminal().say("Alarms " + AlarmWords.what(answer.as(AlarmSilenceView.class)) + " are told again.");
        }
        return ExitCode.OK;
    }
}
