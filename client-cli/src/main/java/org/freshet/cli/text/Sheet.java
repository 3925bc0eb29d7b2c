package org.freshet.cli.text;

import java.time.Instant;
import org.freshet.cli.text.Table.Cell;
import org.jspecify.annotations.Nullable;

/** Attributes of one thing, one per line: label and value. */
public final class Sheet {

    private final Table table = Table.of("", "");
    private final Instant now;

    /**
     * An empty sheet.
     *
     * @param now what ages count from
     */
    public Sheet(Instant now) {
        this.now = now;
    }

    /** Adds a line; nothing if the value is absent or empty. An {@link Instant} gets its age. */
    public Sheet line(String label, @Nullable Object value) {
        if (value instanceof Instant instant) {
            return line(label, Words.time(instant) + " (" + Words.age(instant, now) + " ago)");
        }
        if (value != null && !value.toString().isEmpty()) {
            table.row(new Cell(label, Tone.QUIET), value);
        }
        return this;
    }

    /** Adds a text that may have several lines. */
    public Sheet text(String label, String text) {
        String current = label;
        for (String line : text.lines().toList()) {
            table.row(new Cell(current, Tone.QUIET), line);
            current = "";
        }
        return this;
    }

    public void print(Terminal terminal) {
        table.print(terminal);
    }
}
