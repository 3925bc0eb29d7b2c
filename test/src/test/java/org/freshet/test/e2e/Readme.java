package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.freshet.test.support.Directories;

/** A file that tells people what to type. */
record Readme(String text) {

    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

    /** @param path from the project's root */
    static Readme of(String path) {
        try {
            return new Readme(Files.readString(Directories.project().resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands below a heading, up to the next one of the same level. */
    Readme section(String heading) {
        var begin = text.indexOf("\n## " + heading + "\n");
        assertThat(begin).as("section “%s”", heading).isNotNegative();
        var end = text.indexOf("\n## ", begin + 1);
        return new Readme(text.substring(begin, end < 0 ? text.length() : end));
    }

    /** The shell commands, as they are written. */
    List<String> commands() {
        return SHELL.matcher(text).results().map(it -> it.group(1)).toList();
    }
}
