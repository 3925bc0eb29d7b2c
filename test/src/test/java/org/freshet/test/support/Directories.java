package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Directories that a test makes and leaves. */
public final class Directories {

    private Directories() {}

    /** The project's root, from which its commands are called. */
    public static Path project() {
        var here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("db/migrations"))) {
            here = here.getParent();
        }
        return here;
    }

    /** Removes a directory with all that is in it; what vanishes meanwhile is no problem. */
    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(it -> it.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
