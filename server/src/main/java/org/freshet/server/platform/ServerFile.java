package org.freshet.server.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code server.json} in the home directory tells programs on this machine.
 *
 * @param url where the server answers, for example {@code http://127.0.0.1:8080}
 * @param pid its process
 * @param instance the number of its database, by which a client sees whether it is still the same one
 */
record ServerFile(String url, long pid, String instance) {

    private static final String NAME = "server.json";

    void write(FreshetHome home) {
        home.writePrivately(NAME, JsonMapper.shared().writeValueAsString(this) + "\n");
    }

    static void remove(FreshetHome home) {
        try {
            Files.deleteIfExists(home.home().resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the server of this home says it answers, if it has come to say so. */
    static Optional<String> url(FreshetHome home) {
        try {
            var file = Files.readString(home.home().resolve(NAME));
            return Optional.of(
                    JsonMapper.shared().readValue(file, ServerFile.class).url());
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }
}
