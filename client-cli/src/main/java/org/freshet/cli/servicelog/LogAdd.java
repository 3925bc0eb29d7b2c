package org.freshet.cli.servicelog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.ServiceLogView;
import org.freshet.protocol.ServiceLogView.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;

@Command(
        name = "add",
        description = "Write an entry into the service log, for scripts that decide something.",
        footer = {"  freshet log add inputsize 42GB", "  df -h /data | freshet log add olddata - --level warning"})
final class LogAdd extends ServerCommand {

    private static final int LARGEST = 1024 * 1024;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Who decided: letters, digits, '.', '_' or '-'.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "MESSAGE", description = "What and why, in one sentence; '-' reads stdin.")
    private String message = "";

    @Option(names = "--level", paramLabel = "LEVEL", description = "info (the default), warning or error.")
    private @Nullable Level level;

    @Option(names = "--data", paramLabel = "JSON", description = "The numbers of the sentence, for scripts.")
    private @Nullable String data;

    LogAdd(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        body.put("service", service);
        body.put("message", "-".equals(message) ? input() : message);
        if (level != null) {
            body.put("level", level.name());
        }
        if (data != null) {
            try {
                body.set("data", Json.MAPPER.readTree(data));
            } catch (JacksonException e) {
                throw new CommandFailure(ExitCode.USAGE, "--data is not JSON: " + e.getOriginalMessage() + ".", e);
            }
        }
        var answer = server().post("/log", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            terminal().say("Entry " + answer.as(ServiceLogView.class).id() + " is written.");
        }
        return ExitCode.OK;
    }

    private String input() {
        try {
            byte[] bytes = session.input().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new CommandFailure(ExitCode.REFUSED, "stdin holds more than 1 MiB; a sentence is expected.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.REFUSED, "stdin cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
