package org.freshet.cli.session;

import java.util.List;
import java.util.Locale;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Words;
import org.freshet.protocol.EventView;
import org.jspecify.annotations.Nullable;

/**
 * The history of a thing.
 *
 * @param events oldest first
 */
public record EventTable(List<EventView> events) {

    public EventTable {
        events = List.copyOf(events);
    }

    /** Writes an empty line and the table; nothing if nothing happened. */
    public void print(Terminal terminal) {
        if (events.isEmpty()) {
            return;
        }
        terminal.say("");
        var table = Table.of("TIME", "FROM", "TO", ">ATTEMPT", "BY", "WHY");
        for (var event : events) {
            table.row(
                    Words.time(event.at()),
                    lower(event.from()),
                    lower(event.to()),
                    event.attempt(),
                    event.actor(),
                    event.reason());
        }
        table.print(terminal);
    }

    private static @Nullable String lower(@Nullable String state) {
        return state == null ? null : state.toLowerCase(Locale.ROOT);
    }
}
