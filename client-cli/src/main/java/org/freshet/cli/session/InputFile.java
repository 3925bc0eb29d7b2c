package org.freshet.cli.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote for the server, in a file or on stdin.
 *
 * @param label what problems are prefixed with
 * @param bytes unchanged, so that the server's line numbers fit
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are sent on, never compared
public record InputFile(String label, byte[] bytes) {

    /** The most that the server takes in one call. */
    private static final int LARGEST = 64 * 1024 * 1024;

    /**
     * Reads all of it.
     *
     * @param name a path, or {@code -} for stdin
     */
    public static InputFile read(String name, InputStream input) {
        String label = "-".equals(name) ? "stdin" : name;
        try (var stream = "-".equals(name) ? input : Files.newInputStream(Path.of(name))) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw refused(label + " is larger than 64 MiB, the most that one call takes: split it.", null);
            }
            return new InputFile(label, bytes);
        } catch (NoSuchFileException e) {
            throw refused("There is no file " + label + ".", e);
        } catch (IOException | InvalidPathException e) {
            throw refused("The file " + label + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static CommandFailure refused(String sentence, @Nullable Exception cause) {
        return cause == null
                ? new CommandFailure(ExitCode.REFUSED, sentence)
                : new CommandFailure(ExitCode.REFUSED, sentence, cause);
    }
}
