package org.freshet.server.dump;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** A schema beside the one of the server, in which a dump is unpacked. */
@Component
class Staging {

    static final String SCHEMA = "freshet_restore";

    private final TransactionTemplate transaction;
    private final TableSql sql;
    private final CopySql copy;
    private final SchemaVersions versions;

    Staging(TransactionTemplate transaction, TableSql sql, CopySql copy, SchemaVersions versions) {
        this.transaction = transaction;
        this.sql = sql;
        this.copy = copy;
        this.versions = versions;
    }

    /** Makes it anew, of a version, and empty. Returns its tables. */
    List<Table> make(MigrationVersion version) {
        remove();
        versions.make(SCHEMA, version);
        var tables = sql.tables(SCHEMA);
        sql.empty(tables);
        return tables;
    }

    void remove() {
        sql.dropSchema(SCHEMA);
    }

    DumpEnd load(DumpReader dump, Map<String, Table> tables) throws IOException {
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                copy.prepare();
                return rows(dump, tables);
            }));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private DumpEnd rows(DumpReader dump, Map<String, Table> tables) {
        try {
            return dump.rows(tables, copy::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
