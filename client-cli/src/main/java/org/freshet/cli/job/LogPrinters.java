package org.freshet.cli.job;

import java.util.EnumMap;
import java.util.Map;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Words;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.protocol.LogView;

/** The wanted streams of an attempt, each to its place. */
final class LogPrinters {

    private final Terminal terminal;
    private final boolean onlyStdout;
    private final boolean onlyStderr;
    private final boolean nothing;
    private Map<Stream, LogPrinter> printers = Map.of();
    private boolean blank = true;

    /** @param nothing whether stdout is kept for a JSON document */
    LogPrinters(Terminal terminal, boolean onlyStdout, boolean onlyStderr, boolean nothing) {
        this.terminal = terminal;
        this.onlyStdout = onlyStdout;
        this.onlyStderr = onlyStderr;
        this.nothing = nothing;
        begin();
    }

    /** Begins anew, for another attempt. */
    void begin() {
        printers = new EnumMap<>(Stream.class);
        if (nothing) {
            return;
        }
        if (!onlyStderr) {
            printers.put(Stream.STDOUT, new LogPrinter(terminal.out()));
        }
        if (!onlyStdout) {
            printers.put(Stream.STDERR, new LogPrinter(onlyStderr ? terminal.out() : terminal.err()));
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
            } else {
                some |= printer != null && printer.print(part);
            }
        }
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
