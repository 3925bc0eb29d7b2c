package org.freshet.cli.alarm;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.AlarmView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ack",
        description = "Say that you know of an alarm. It stays in the list until it is over.",
        footer = "  freshet alarm ack 12 --note \"mail sent to batch support\"")
final class AlarmAck extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number of the alarm, as 'freshet alarm list' shows it.")
    private long id;

    @Option(names = "--note", paramLabel = "TEXT", description = "What is done about it, for the hand-over.")
    private @Nullable String note;

    AlarmAck(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        if (note != null) {
            body.put("note", note);
        }
        var answer = server().post("/alarms/" + id + "/ack", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var alarm = answer.as(AlarmView.class);
            terminal().say("Alarm " + alarm.id() + " is acknowledged: " + alarm.brief() + ".");
        }
        return ExitCode.OK;
    }
}
