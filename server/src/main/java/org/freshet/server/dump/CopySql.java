package org.freshet.server.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Whole tables as text that every PostgreSQL reads and writes, in constant memory. Works in the transaction of the caller. */
@Repository
class CopySql {

    private static final int CHUNK = 64 * 1024;

    private static final List<String> SETTINGS = List.of(
            "set local datestyle to 'ISO, YMD'",
            "set local timezone to 'UTC'",
            "set local intervalstyle to 'postgres'",
            "set local bytea_output to 'hex'",
            "set local extra_float_digits to 3",
            // between two tables whoever reads or sends them may take a break
            "set local idle_in_transaction_session_timeout to 0");

    private final JdbcTemplate db;

    CopySql(JdbcTemplate db) {
        this.db = db;
    }

    /** Makes this transaction's connection independent of settings of the database, and lets its statements take hours. */
    void prepare() {
        SETTINGS.forEach(db::execute);
        db.execute((ConnectionCallback<@Nullable Void>) connection -> {
            // The pool sets it back.
            connection.setNetworkTimeout(Runnable::run, 0);
            return null;
        });
    }

    /** Returns the number of rows. */
    long write(Table table, OutputStream target) {
        var columns = Table.quoted(table.columns());
        var sql = "copy (select " + columns + " from " + table.quoted() + ") to stdout with (format csv, header)";
        return copy(it -> it.copyOut(sql, target));
    }

    /** @param source rows in the order of the columns, without a line of names. Returns the number of rows. */
    long read(Table table, List<String> columns, InputStream source) {
        var sql = "copy " + table.quoted() + " (" + Table.quoted(columns) + ") from stdin with (format csv)";
        return copy(it -> it.copyIn(sql, source, CHUNK));
    }

    private long copy(Copying copying) {
        var rows = db.execute((ConnectionCallback<Long>) connection -> {
            try {
                return copying.with(manager(connection));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return rows == null ? 0 : rows;
    }

    private static CopyManager manager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private interface Copying {
        long with(CopyManager manager) throws SQLException, IOException;
    }
}
