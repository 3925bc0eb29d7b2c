package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file to which payloads append a line, outside of all that Freshet knows of: {@code WORD JOB ATTEMPT PID}.
 *
 * @param file which payloads find in their variable {@code MARKS}
 */
public record Marks(Path file) {

    /** For the beginning of a payload's text: {@code mark WORD} then appends a line. */
    public static final String FUNCTION = "mark() { echo \"$1 $FRESHET_JOB_ID $FRESHET_ATTEMPT $$\" >>\"$MARKS\"; }; ";

    /** A line. */
    public record Mark(String word, long job, int attempt, long pid) {}

    public List<Mark> all() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Marks::mark).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Mark> of(String word) {
        return all().stream().filter(it -> it.word().equals(word)).toList();
    }

    /** Appends a line of the test's own, for which payloads may wait. */
    public void tell(String word) {
        try {
            Files.writeString(file, word + " 0 0 0\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mark mark(String line) {
        var words = line.split(" ");
        return new Mark(words[0], Long.parseLong(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
    }
}
