package org.freshet.server.dump;

import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.stereotype.Component;

/** The version of the database schema, and schemas of other versions. */
@Component
class SchemaVersions {

    private final Flyway flyway;

    SchemaVersions(Flyway flyway) {
        this.flyway = flyway;
    }

    /** The number of the newest migration. */
    MigrationVersion current() {
        return Objects.requireNonNull(flyway.info().current(), "the schema was migrated at the start")
                .getVersion();
    }

    /** Makes a schema as it was after a migration. */
    void make(String schema, MigrationVersion version) {
        in(schema, version).migrate();
    }

    /** Brings it to the current version, with what is in it. */
    void bringUpToDate(String schema) {
        in(schema, MigrationVersion.LATEST).migrate();
    }

    private Flyway in(String schema, MigrationVersion target) {
        return Flyway.configure(flyway.getConfiguration().getClassLoader())
                .configuration(flyway.getConfiguration())
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(true)
                .target(target)
                .load();
    }
}
