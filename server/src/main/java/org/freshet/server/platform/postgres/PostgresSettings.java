package org.freshet.server.platform.postgres;

import java.util.List;
import java.util.stream.Stream;

/** The settings of an embedded PostgreSQL, given at every start, so that an edited postgresql.conf cannot weaken them. */
final class PostgresSettings {

    private static final List<String> ALWAYS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=100",
            // A queue is small and hot: 64 MB hold its working set, the rest is the file cache of the system.
            "shared_buffers=64MB",
            // A burst of ten thousand jobs must not force a checkpoint.
            "max_wal_size=1GB",
            "checkpoint_timeout=15min",
            // pglz, the only one that is built in, takes a tenth of what a job costs, and saves a tenth of its log.
            "wal_compression=off",
            "max_wal_senders=0",
            "max_logical_replication_workers=0",
            // No separate processes for reading ahead: the data fits in memory.
            "io_method=sync",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            "password_encryption=scram-sha-256",
            // A statement whose server has died ends, and lets go of its locks.
            "client_connection_check_interval=2s");

    private static final List<String> DURABLE = List.of("fsync=on", "synchronous_commit=on", "full_page_writes=on");

    private static final List<String> NOT_DURABLE =
            List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off");

    private PostgresSettings() {}

    static List<String> of(int port, boolean durable) {
        return Stream.of(List.of("port=" + port), ALWAYS, durable ? DURABLE : NOT_DURABLE)
                .flatMap(List::stream)
                .toList();
    }
}
