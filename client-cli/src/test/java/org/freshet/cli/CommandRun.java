package org.freshet.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Time;
import org.freshet.cli.text.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command in this process, with streams, environment and time of its own. */
final class CommandRun {

    private final Map<String, String> environment =
            new HashMap<>(Map.of("FRESHET_HOME", "/nonexistent", "FRESHET_CONFIG", "/dev/null"));
    private byte[] input = new byte[0];
    private boolean interactive;
    private boolean coloured;
    private int width;

    static CommandRun against(ContractServer server) {
        return new CommandRun().with("FRESHET_URL", server.url()).with("FRESHET_TOKEN", ContractServer.TOKEN);
    }

    CommandRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CommandRun without(String variable) {
        environment.remove(variable);
        return this;
    }

    CommandRun withInput(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    CommandRun onATerminal() {
        interactive = true;
        coloured = true;
        return this;
    }

    CommandRun ofWidth(int columns) {
        width = columns;
        return this;
    }

    Result run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var time = new HastyTime();
        var terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                coloured,
                width);
        var session = new Session(environment, new ByteArrayInputStream(input), terminal, time);
        int code = Freshet.run(session, arguments);
        return new Result(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8), time.elapsed());
    }

    /** What a call left behind; {@code waited} is the time it thinks it spent pausing. */
    record Result(int code, byte[] bytes, String err, Duration waited) {

        String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Fails unless stdout is one JSON document. */
        JsonNode json() {
            return JsonMapper.shared().readTree(bytes);
        }
    }

    /** Pauses take no time but count. */
    private static final class HastyTime implements Time {

        private Duration elapsed = Duration.ZERO;

        @Override
        public Instant now() {
            return Instant.parse("2026-11-20T03:20:00Z").plus(elapsed);
        }

        @Override
        public Duration elapsed() {
            return elapsed;
        }

        @Override
        public void pause(Duration duration) {
            elapsed = elapsed.plus(duration);
        }
    }
}
