package org.freshet.cli.session;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.freshet.cli.text.Terminal;
import org.jspecify.annotations.Nullable;

/** One call: its surroundings, and the server, which is looked for when the first question is asked. */
public final class Session {

    private final Map<String, String> environment;
    private final InputStream input;
    private final Terminal terminal;
    private final Time time;
    private @Nullable Server server;

    public Session(Map<String, String> environment, InputStream input, Terminal terminal, Time time) {
        this.environment = Map.copyOf(environment);
        this.input = input;
        this.terminal = terminal;
        this.time = time;
    }

    public Server server() {
        if (server == null) {
            server = new Server(Connection.from(environment, Path.of(System.getProperty("user.home", "."))), time);
        }
        return server;
    }

    public InputStream input() {
        return input;
    }

    public Terminal terminal() {
        return terminal;
    }

    public Time time() {
        return time;
    }

    /** Whether stack traces are wanted. */
    public boolean debug() {
        return "1".equals(environment.get("FRESHET_DEBUG"));
    }
}
