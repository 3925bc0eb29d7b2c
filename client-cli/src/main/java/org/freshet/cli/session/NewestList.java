package org.freshet.cli.session;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.text.Table;
import picocli.CommandLine.Option;

/** Lists what its parent command is about, for example jobs: those that fit the filters, newest first. */
public abstract class NewestList<T> extends ServerCommand {

    @Option(
            names = "--limit",
            order = 80, // after the filters
            paramLabel = "N",
            description = "The most ${PARENT-COMMAND-NAME}s to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    private final String thing;
    private final Class<T> type;

    /**
     * One of these commands.
     *
     * @param thing what an item is, for people, and in the plural for the URL
     * @param limit the most items, if the person does not say
     */
    protected NewestList(Session session, String thing, Class<T> type, int limit) {
        super(session);
        this.thing = thing;
        this.type = type;
        this.limit = limit;
    }

    protected abstract Query filters();

    protected abstract Table table(List<T> items, Instant now);

    /** Says what may be wrong with the filters if nothing matches. */
    protected void hint() {}

    @Override
    protected final ExitCode run() {
        var listing = Listing.read(server(), "/" + thing + "s", filters(), limit);
        var now = session.time().now();
        if (!printNewest(listing, type, thing, it -> table(it, now).print(terminal()))) {
            hint();
        }
        return ExitCode.OK;
    }
}
