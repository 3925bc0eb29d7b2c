package org.freshet.server.alarm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads who keeps PostgreSQL from removing rows that were changed. Sessions of other users are seen only by a member of
 * pg_read_all_stats.
 */
@Repository
class OldTransactionSql {

    // What a session of another database does holds nothing back here. An open transaction that has neither a snapshot
    // nor
    // a number holds nothing back either. Slots and standbys have a number without a time.
    private static final String HOLDERS = """
            select 'SESSION' as kind, pid::text as name,
              concat_ws(', ', 'user ' || usename, nullif(application_name, ''), 'from ' || host(client_addr), state) as who,
              xact_start as since, coalesce(backend_xmin, backend_xid)::text as oldest
            from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
              and xact_start is not null and (backend_xmin is not null or backend_xid is not null)
            union all
            select 'PREPARED', gid, 'user ' || owner, prepared, transaction::text
            from pg_prepared_xacts
            where database = current_database()
            union all
            select 'SLOT', slot_name, case when active then 'in use' else 'not in use' end, null, coalesce(xmin, catalog_xmin)::text
            from pg_replication_slots
            where coalesce(xmin, catalog_xmin) is not null
            union all
            select 'STANDBY', coalesce(nullif(application_name, ''), pid::text), 'from ' || host(client_addr), null, backend_xmin::text
            from pg_stat_replication
            where backend_xmin is not null
            """;

    private final JdbcClient db;

    OldTransactionSql(JdbcClient db) {
        this.db = db;
    }

    enum Kind {
        SESSION,
        PREPARED,
        SLOT,
        STANDBY
    }

    /**
     * Somebody for whom changed rows are kept.
     *
     * @param name process id, or the name it was given
     * @param who more about it, for people; may be empty
     * @param since when its transaction began; null = not known
     * @param oldest number of the oldest transaction that it may still look back to
     */
    record Holder(
            Kind kind, String name, String who, @Nullable Instant since, String oldest) {}

    List<Holder> holders() {
        return db.sql(HOLDERS).query(OldTransactionSql::holder).list();
    }

    private static Holder holder(ResultSet row, int n) throws SQLException {
        var who = row.getString("who");
        return new Holder(
                Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                who == null ? "" : who,
                Rows.instant(row, "since"),
                row.getString("oldest"));
    }
}
