package org.freshet.cli.job;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Words;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.protocol.LogView;
import org.jspecify.annotations.Nullable;

/** The wanted streams of an attempt, each to its place. */
final class LogPrinters {

    private final Terminal terminal;
    private final Set<Stream> wanted;
    private @Nullable Integer lines;
    private Map<Stream, LogPrinter> printers = Map.of();
    private boolean blank = true;

    /**
     * Writes nothing yet.
     *
     * @param wanted stdout goes to stdout; so does stderr if it is the only one
     * @param lines how many of the last lines of each stream to begin with; null = all
     */
    LogPrinters(Terminal terminal, Set<Stream> wanted, @Nullable Integer lines) {
        this.terminal = terminal;
        this.wanted = Set.copyOf(wanted);
        this.lines = lines;
        begin();
    }

    /** Begins anew, for another attempt. */
    void begin() {
        printers = new EnumMap<>(Stream.class);
        for (var stream : wanted) {
            boolean toOut = stream == Stream.STDOUT || wanted.size() == 1;
            printers.put(stream, new LogPrinter(toOut ? terminal.out() : terminal.err()));
        }
    }

    /**
     * Writes what is new.
     *
     * @return whether anything was
     */
    boolean print(LogView log) {
        boolean some = false;
        for (var part : log.parts()) {
            var printer = printers.get(part.stream());
            if (printer != null && log.wasRemoved(part)) {
                terminal.note(removed(log, part));
                some = true;
                continue;
            }
            if (printer != null && lines != null) {
                printer.skipToLast(lines, part);
            }
            some |= printer != null && printer.print(part);
        }
        // only what was there at first is skipped
        lines = null;
        blank &= !some;
        return some;
    }

    private static String removed(LogView log, LogPart part) {
        return "The " + Words.lower(part.stream()) + " of attempt "
                + log.attempt().attempt() + " of job "
                + log.attempt().job() + " had " + Words.count(part.totalBytes(), "byte")
                + "; they were removed when the time for which logs are kept was over.";
    }

    /** Whether nothing was written at all. */
    boolean isBlank() {
        return blank;
    }

    /** Whether nobody reads what is written any more. */
    boolean isCutOff() {
        return terminal.out().checkError();
    }
}
