package org.freshet.server.dump;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.freshet.server.platform.FreshetVersion;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.InstallationHistory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Writes the content of the database at one moment. Nobody has to wait for it. */
@Service
class Dump {

    private final TransactionTemplate snapshot;
    private final TableSql tables;
    private final CopySql copy;
    private final SchemaVersions versions;
    private final Installation installation;
    private final InstallationHistory history;
    private final JsonMapper json;

    Dump(
            PlatformTransactionManager transactions,
            TableSql tables,
            CopySql copy,
            SchemaVersions versions,
            Installation installation,
            InstallationHistory history,
            JsonMapper json) {
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
        this.tables = tables;
        this.copy = copy;
        this.versions = versions;
        this.installation = installation;
        this.history = history;
        this.json = json;
    }

    /**
     * Writes it all.
     *
     * @param target is not closed
     * @param user who asked for it
     */
    void write(OutputStream target, String user) {
        history.append("DUMPED", user, "the whole database");
        snapshot.executeWithoutResult(status -> {
            copy.prepare();
            try {
                write(new ZipOutputStream(target));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void write(ZipOutputStream archive) throws IOException {
        archive.setLevel(Deflater.BEST_SPEED);
        var schema = tables.ownSchema();
        entry(archive, DumpManifest.NAME, manifest());
        var rows = new LinkedHashMap<String, Long>();
        var lastIds = new LinkedHashMap<String, Long>();
        for (var table : tables.tables(schema)) {
            archive.putNextEntry(new ZipEntry("tables/" + table.name() + ".csv"));
            rows.put(table.name(), copy.write(table, archive));
            archive.closeEntry();
            // Not part of the snapshot: at least that of the last row in it, which is what matters.
            tables.lastId(table).ifPresent(it -> lastIds.put(table.name(), it));
        }
        entry(archive, DumpEnd.NAME, new DumpEnd(rows, lastIds));
        archive.finish();
        archive.flush();
    }

    private DumpManifest manifest() {
        return new DumpManifest(
                DumpManifest.FORMAT,
                FreshetVersion.text(),
                versions.current().getVersion(),
                installation.name(),
                tables.now());
    }

    private void entry(ZipOutputStream archive, String name, Record content) throws IOException {
        archive.putNextEntry(new ZipEntry(name));
        archive.write(json.writeValueAsBytes(content));
        archive.closeEntry();
    }
}
