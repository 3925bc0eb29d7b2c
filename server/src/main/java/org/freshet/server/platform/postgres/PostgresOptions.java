package org.freshet.server.platform.postgres;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an embedded PostgreSQL is run.
 *
 * @param durable whether a commit survives a crash of the machine; without it everything is several times faster
 * @param binaries the directory into which the programs are unpacked (60 MB, a few seconds, once); null: the database's own
 */
public record PostgresOptions(boolean durable, @Nullable Path binaries) {

    /** For data that matters. */
    public static PostgresOptions keeping() {
        return new PostgresOptions(true, null);
    }

    /** For tests: nothing is flushed to disk, and the programs are shared. */
    public static PostgresOptions scratch(Path binaries) {
        return new PostgresOptions(false, binaries);
    }

    Path binariesOr(Path home) {
        return binaries == null ? home : binaries;
    }
}
