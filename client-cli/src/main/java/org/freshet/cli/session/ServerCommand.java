package org.freshet.cli.session;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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

    /**
     * Prints a list whose newest items come first: its document, or what is told about the items, with a note if older ones may
     * follow.
     *
     * @param thing what an item is, for people
     * @return whether there was any, or a document
     */
    protected final <T> boolean printNewest(Listing listing, Class<T> type, String thing, Consumer<List<T>> print) {
        if (json) {
            terminal().json(listing.json());
            return true;
        }
        var page = listing.items(type);
        if (page.items().isEmpty()) {
            terminal().note("No " + thing + " matches.");
            return false;
        }
        print.accept(page.items());
        if (page.next() != null) {
            terminal().note("These are the newest; older ones may follow: see --limit.");
        }
        return true;
    }

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
