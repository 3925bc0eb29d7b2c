package org.freshet.pilot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the site's secret comes from.
 *
 * @param file absent = standard input
 * @param deleteFile whether the file is deleted once it was read
 */
record SecretSource(@Nullable Path file, boolean deleteFile) {

    /**
     * The first line.
     *
     * @throws IOException with a sentence, if there is none
     */
    String read(InputStream standardInput) throws IOException {
        String secret;
        if (file == null) {
            secret = firstLine(standardInput);
        } else {
            try (var in = Files.newInputStream(file)) {
                secret = firstLine(in);
            }
            if (deleteFile) {
                Files.delete(file);
            }
        }
        if (secret.isEmpty()) {
            throw new IOException(
                    "There is no site secret in the first line of " + (file == null ? "standard input" : file) + ".");
        }
        return secret;
    }

    private static String firstLine(InputStream in) throws IOException {
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line.strip();
    }
}
