package org.freshet.test.support;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of its machine. Where it is missing the test is skipped, and counted as such; with
 * {@code FRESHET_TEST_ALL=1} it fails instead.
 */
public final class Needs {

    private static final boolean ALL = "1".equals(System.getenv("FRESHET_TEST_ALL"));

    private Needs() {}

    /** The browser's program. */
    public static Path chromium() {
        return program("/usr/bin/chromium", "install the package chromium");
    }

    private static Path program(String path, String advice) {
        var program = Path.of(path);
        if (Files.isExecutable(program)) {
            return program;
        }
        var sentence = path + " is missing: " + advice;
        if (ALL) {
            return Assertions.fail(sentence);
        }
        return Assumptions.abort(sentence);
    }
}
