package org.freshet.cli.text;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out its answer, which a script may read
 * @param err everything else: notes, progress, errors
 * @param interactive whether a person watches both, so that a line may be written over
 * @param coloured whether escape sequences for colours are welcome
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, boolean coloured) {

    private static final String START_OF_EMPTY_LINE = "\r\u001b[K";

    /** A line of the answer. */
    public void say(String line) {
        out.println(Words.printable(line));
    }

    /** A line of the answer in a tone. */
    public void say(Tone tone, String line) {
        out.println(paint(tone, Words.printable(line)));
    }

    /** A JSON document, as it is. */
    public void json(byte[] document) {
        out.write(document, 0, document.length);
        out.println();
    }

    /** A line beside the answer. */
    public void note(String line) {
        err.println(Words.printable(line));
    }

    /** Replaces the line that the cursor is on; only on an interactive terminal. */
    public void live(String line) {
        if (interactive) {
            err.print(START_OF_EMPTY_LINE + Words.printable(line));
            err.flush();
        }
    }

    /** Removes what {@link #live} wrote. */
    public void endLive() {
        if (interactive) {
            err.print(START_OF_EMPTY_LINE);
            err.flush();
        }
    }

    String paint(Tone tone, String text) {
        return coloured ? tone.paint(text) : text;
    }
}
