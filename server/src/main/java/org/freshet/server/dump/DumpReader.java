package org.freshet.server.dump;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads a dump from its beginning to its end, once. What is wrong with it is {@link Invalid}. */
final class DumpReader {

    private static final int LONGEST_HEADER = 64 * 1024;

    private final ZipInputStream archive;
    private final JsonMapper json;

    DumpReader(InputStream dump, JsonMapper json) {
        this.archive = new ZipInputStream(dump);
        this.json = json;
    }

    /** Where the rows of a table go. */
    interface Target {

        /** Returns the number of rows that it took. */
        long take(Table table, List<String> columns, InputStream rows);
    }

    /** Must be called first. */
    DumpManifest manifest(MigrationVersion newest) throws IOException {
        var first = archive.getNextEntry();
        if (first == null || !first.getName().equals(DumpManifest.NAME)) {
            throw invalid("It is not a dump of Freshet: it does not begin with " + DumpManifest.NAME + ".");
        }
        var manifest = read(DumpManifest.class, first);
        if (manifest.format() != DumpManifest.FORMAT || version(manifest).isNewerThan(newest)) {
            throw invalid(
                    ("It was made by Freshet %s (format %d, schema %s), which is newer than this server (format %d,"
                                    + " schema %s). Restore it into that version or a newer one.")
                            .formatted(
                                    manifest.freshet(),
                                    manifest.format(),
                                    manifest.schema(),
                                    DumpManifest.FORMAT,
                                    newest.getVersion()));
        }
        return manifest;
    }

    static MigrationVersion version(DumpManifest manifest) {
        try {
            return MigrationVersion.fromVersion(manifest.schema());
        } catch (FlywayException e) {
            throw invalid("Its schema version \"" + manifest.schema() + "\" is none.");
        }
    }

    /** @param tables those that it may have, by their names */
    DumpEnd rows(Map<String, Table> tables, Target target) throws IOException {
        var rows = new HashMap<String, Long>();
        for (ZipEntry entry; (entry = archive.getNextEntry()) != null; ) {
            if (entry.getName().equals(DumpEnd.NAME)) {
                return checked(read(DumpEnd.class, entry), rows);
            }
            var table = tables.get(entry.getName().replaceFirst("^tables/(.*)\\.csv$", "$1"));
            if (table == null) {
                throw invalid("It holds \"" + entry.getName() + "\", which its schema has not.");
            }
            var taken = target.take(table, columns(table), archive);
            rows.put(table.name(), taken);
        }
        throw invalid("Its end is missing.");
    }

    private static DumpEnd checked(DumpEnd end, Map<String, Long> rows) {
        if (!end.rows().equals(rows)) {
            throw invalid("It should hold " + end.rows() + " rows, and holds " + rows + ".");
        }
        return end;
    }

    /** The first line of the current entry. */
    private List<String> columns(Table table) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = archive.read(); next != '\n'; next = archive.read()) {
            if (next < 0 || line.size() == LONGEST_HEADER) {
                throw invalid("The columns of table " + table.name() + " are missing.");
            }
            line.write(next);
        }
        var columns = List.of(line.toString(StandardCharsets.UTF_8).strip().split(","));
        for (var column : columns) {
            if (!table.columns().contains(column)) {
                throw invalid(
                        "Its table " + table.name() + " has a column \"" + column + "\", which its schema has not.");
            }
        }
        return columns;
    }

    private <T> T read(Class<T> type, ZipEntry entry) throws IOException {
        try {
            return json.readValue(archive.readAllBytes(), type);
        } catch (JacksonException e) {
            throw invalid("Its " + entry.getName() + " cannot be read: " + e.getOriginalMessage());
        }
    }

    static Invalid invalid(@Nullable String reason) {
        return new Invalid("The dump cannot be restored. " + reason + " Nothing was changed.", List.of());
    }
}
