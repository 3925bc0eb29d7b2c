package org.freshet.cli.dag;

import java.io.InputStream;
import java.nio.file.Path;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.Segment;
import org.jspecify.annotations.Nullable;

/**
 * A DAG in a file, with the name that it has on the server.
 *
 * @param name of the DAG
 */
record GraphMlFile(InputFile file, String name) {

    static final String XML = "application/xml";

    /**
     * Reads the file.
     *
     * @param path or {@code -} for stdin
     * @param name absent = the file's name without its last ending
     */
    static GraphMlFile read(String path, @Nullable String name, InputStream input) {
        if (name == null && path.equals("-")) {
            throw new CommandFailure(ExitCode.USAGE, "What comes from stdin has no name: give one with --name.");
        }
        return new GraphMlFile(InputFile.read(path, input), name == null ? baseName(path) : name);
    }

    private static String baseName(String path) {
        var last = Path.of(path).getFileName();
        return (last == null ? path : last.toString()).replaceFirst("(?<=.)\\.[^.]*$", "");
    }

    /** Its place below {@code /api/v1}. */
    String place() {
        return "/dags/" + Segment.of(name);
    }

    byte[] bytes() {
        return file.bytes();
    }
}
