package org.freshet.server.dump;

import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.InstallationHistory;
import org.freshet.server.servicelog.ServiceLog;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the rows of {@link Staging} in the place of those of the server. */
@Component
class Replacement {

    private static final String HAS_JOBS =
            "This server has jobs already, and a dump is restored into a database without"
                    + " any. Give the server an empty one: stop it, move pg/ in its FRESHET_HOME away (or set FRESHET_HOME or"
                    + " FRESHET_DATABASE_URL to another), start it, and restore again.";

    private final TransactionTemplate transaction;
    private final TableSql sql;
    private final CopySql copy;
    private final InstallationHistory history;
    private final ServiceLog log;

    Replacement(
            TransactionTemplate transaction, TableSql sql, CopySql copy, InstallationHistory history, ServiceLog log) {
        this.transaction = transaction;
        this.sql = sql;
        this.copy = copy;
        this.history = history;
        this.log = log;
    }

    void checkThatThereAreNoJobs() {
        if (sql.hasJobs()) {
            throw new Conflict(HAS_JOBS);
        }
    }

    void replace(DumpManifest manifest, DumpEnd end, String user) {
        transaction.executeWithoutResult(status -> {
            copy.prepare();
            var tables = sql.tables(sql.ownSchema());
            sql.lock(tables);
            checkThatThereAreNoJobs();
            sql.empty(tables);
            for (var table : tables) {
                sql.fill(table, Staging.SCHEMA);
                var lastId = end.lastIds().get(table.name());
                if (lastId != null && table.identity() != null) {
                    sql.setLastId(table, lastId);
                }
            }
            sql.forgetLocalPilots();
            var what = "a dump of %s (%,d rows, Freshet %s)".formatted(manifest.at(), end.total(), manifest.freshet());
            history.append("RESTORED", user, what);
            log.info("database", "Restored " + what + " by " + user + ".");
        });
    }
}
