package org.freshet.cli.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.freshet.cli.session.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A file that a server wrote as a dump and that is whole.
 *
 * @param manifest what it says of itself at its beginning
 * @param end what it says at its end
 */
record DumpFile(Path path, JsonNode manifest, JsonNode end) {

    /** Reads the table of contents and both ends, not the rows: a file that was cut short has neither. */
    static DumpFile read(Path path) throws IOException {
        try (var archive = new ZipFile(path.toFile())) {
            return new DumpFile(path, document(archive, "manifest.json"), document(archive, "end.json"));
        }
    }

    private static JsonNode document(ZipFile archive, String name) throws IOException {
        var entry = archive.getEntry(name);
        if (entry == null) {
            throw new IOException(name + " is missing");
        }
        try (var content = archive.getInputStream(entry)) {
            return Json.MAPPER.readTree(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new IOException(name + " cannot be read", e);
        }
    }

    JsonNode rows() {
        return end.path("rows");
    }

    long totalRows() {
        return rows().valueStream().mapToLong(JsonNode::asLong).sum();
    }

    String at() {
        return manifest.path("at").asString();
    }
}
