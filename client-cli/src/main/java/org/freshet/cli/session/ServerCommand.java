package org.freshet.cli.session;

import java.util.concurrent.Callable;
import org.freshet.cli.text.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands that ask the server have in common. */
public abstract class ServerCommand extends DocumentedCommand implements Callable<Integer> {

    @Option(
            names = "--json",
            order = 90,
            description = "Print one JSON document on stdout and nothing else; all else goes to stderr.")
    private boolean json;

    @Option(
            names = "--server",
            order = 88,
            paramLabel = "NAME",
            description = "A server by its name in the configuration file, or by its URL.")
    private @Nullable String server;

    @Option(
            names = {"--colour", "--color"},
            order = 89,
            completionCandidates = WordArgument.Colours.class,
            paramLabel = "WHEN",
            description = "always, auto (on a terminal) or never.")
    private @Nullable Colour colour;

    protected final Session session;

    protected ServerCommand(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() {
        session.wantServer(server);
        session.wantColour(colour);
        return run().number();
    }

    protected abstract ExitCode run();

    protected final boolean json() {
        return json;
    }

    protected final Server server() {
        return session.server();
    }

    protected final Terminal terminal() {
        return session.terminal();
    }
}
