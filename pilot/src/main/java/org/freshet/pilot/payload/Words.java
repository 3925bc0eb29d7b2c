package org.freshet.pilot.payload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a command line into words as a POSIX shell does: blanks separate, quotes and backslash protect. Nothing is
 * expanded, and operators such as {@code ;} or {@code >} are ordinary characters.
 */
final class Words {

    private static final String BLANKS = " \t\r\n";
    private static final String ESCAPABLE_IN_QUOTES = "$`\"\\\n";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private @Nullable StringBuilder word;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    static List<String> split(String line) throws NotStartedException {
        return new Words(line).split();
    }

    private List<String> split() throws NotStartedException {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (BLANKS.indexOf(c) >= 0) {
                endWord();
            } else if (c == '\'') {
                single();
            } else if (c == '"') {
                quoted();
            } else if (c == '\\') {
                escaped();
            } else {
                word().append(c);
            }
        }
        endWord();
        return List.copyOf(words);
    }

    private StringBuilder word() {
        if (word == null) {
            word = new StringBuilder();
        }
        return word;
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private void single() throws NotStartedException {
        int end = line.indexOf('\'', at);
        if (end < 0) {
            throw unbalanced("single", at);
        }
        word().append(line, at, end);
        at = end + 1;
    }

    private void quoted() throws NotStartedException {
        int start = at;
        var text = word();
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < line.length() && ESCAPABLE_IN_QUOTES.indexOf(line.charAt(at)) >= 0) {
                c = line.charAt(at++);
                if (c == '\n') {
                    continue;
                }
            }
            text.append(c);
        }
        throw unbalanced("double", start);
    }

    private void escaped() {
        if (at == line.length()) {
            word().append('\\');
        } else if (line.charAt(at) == '\n') {
            at++;
        } else {
            word().append(line.charAt(at++));
        }
    }

    private static NotStartedException unbalanced(String kind, int column) {
        return new NotStartedException(
                "The payload's command line has a " + kind + " quote at column " + column + " that is never closed.",
                "close it, or set P3S_EXECMODE to run a shell text, then submit the job again.");
    }
}
