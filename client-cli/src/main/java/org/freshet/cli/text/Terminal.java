package org.freshet.cli.text;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out its answer, which a script may read
 * @param err everything else: notes, progress, errors
 * @param interactive whether a person watches both, so that a line may be written over
 * @param coloured whether escape sequences for colours are welcome
 * @param width characters that fit beside each other; 0 = any number
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, boolean coloured, int width) {

    private static final String START_OF_EMPTY_LINE = "\r\u001b[K";
    private static final int USUAL_WIDTH = 80;
    private static final int BAR = 20;

    /** The same with colours or without. */
    public Terminal withColours(boolean wanted) {
        return new Terminal(out, err, interactive, wanted, width);
    }

    /** The same place with another stream for the answer. */
    public Terminal withOut(PrintStream other) {
        return new Terminal(other, err, interactive, coloured, width);
    }

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

    /**
     * Shows how far something is, on an interactive terminal only.
     *
     * @param words with both numbers
     */
    public void progress(long done, long total, String words) {
        int filled = total <= 0 ? 0 : (int) (Math.clamp(done, 0, total) * BAR / total);
        String line = "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] " + words;
        live(line.substring(0, Math.min(line.length(), (width == 0 ? USUAL_WIDTH : width) - 1)));
    }

    /**
     * Writes over what was written by the call before, at whose end the cursor stands: no line is lost below it.
     *
     * @param text whole lines, escape sequences for colours included
     * @param lines how many lines of before are replaced
     */
    public void redraw(String text, int lines) {
        String up = lines < 2 ? "" : "\u001b[" + (lines - 1) + "A";
        out.print(up + "\r" + text.stripTrailing().replace("\n", "\u001b[K\n") + "\u001b[J");
        out.flush();
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
