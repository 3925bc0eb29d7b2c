package org.freshet.server.dump;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What tables there are, and their replacement by those of another schema. */
@Repository
class TableSql {

    // Not the running servers, which are no content, and not Flyway's own table.
    private static final String TABLES = """
            select c.relname as name,
              array(
                select a.attname::text
                from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                order by a.attnum
              ) as columns,
              (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '' limit 1) as identity,
              array(
                select distinct f.relname::text
                from pg_constraint k
                join pg_class f on f.oid = k.confrelid
                where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
              ) as needs
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = :schema
              and c.relkind in ('r', 'p') and c.relpersistence = 'p'
              and not c.relispartition
              and c.relname not in ('server_instance', 'flyway_schema_history')
            order by c.relname
            """;

    private static final String OWN_SCHEMA = "select current_schema()";

    private static final String LAST_ID = """
            select pg_sequence_last_value(pg_get_serial_sequence(:table, :column)::regclass)
            """;

    private static final String SET_LAST_ID = """
            select setval(pg_get_serial_sequence(:table, :column)::regclass, :value)
            """;

    private static final String NOW = "select now()";

    private static final String FORGET_LOCAL_HOST = """
            update pool_site
            set host = null, holder = null, held_until = null
            where site in (select name from site where batch = 'LOCAL')
            """;

    // A lease of so long ago does not begin anew when the server starts: the next sweep takes back what they held.
    private static final String END_LOCAL_LEASES = """
            update pilot
            set lease_until = 'epoch'
            where ended_at is null and lease_until is not null
              and site in (select name from site where batch = 'LOCAL')
            """;

    private static final String HAS_JOBS = "select exists (select from job)";

    private final JdbcClient db;

    TableSql(JdbcClient db) {
        this.db = db;
    }

    /** The schema that the server works in. */
    String ownSchema() {
        return db.sql(OWN_SCHEMA).query(String.class).single();
    }

    /** In an order in which they can be filled. */
    List<Table> tables(String schema) {
        var tables = db.sql(TABLES)
                .param("schema", schema)
                .query((row, n) -> new Table(
                        schema,
                        row.getString("name"),
                        texts(row, "columns"),
                        row.getString("identity"),
                        texts(row, "needs")))
                .list();
        return Table.inOrderOfNeed(tables);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Arrays.asList((String[]) array.getArray());
    }

    /** Empty for a table that has no ids of its own, or never gave one. */
    Optional<Long> lastId(Table table) {
        return table.identity() == null
                ? Optional.empty()
                : db.sql(LAST_ID)
                        .param("table", table.quoted())
                        .param("column", table.identity())
                        .query(Long.class)
                        .optional();
    }

    void setLastId(Table table, long id) {
        db.sql(SET_LAST_ID)
                .param("table", table.quoted())
                .param("column", table.identity())
                .param("value", id)
                .query(Long.class)
                .single();
    }

    /** The beginning of the transaction. */
    Instant now() {
        return db.sql(NOW).query(OffsetDateTime.class).single().toInstant();
    }

    /** The local pilots in the books are processes of another installation, and not waited for. */
    void forgetLocalPilots() {
        db.sql(FORGET_LOCAL_HOST).update();
        db.sql(END_LOCAL_LEASES).update();
    }

    boolean hasJobs() {
        return db.sql(HAS_JOBS).query(Boolean.class).single();
    }

    /** Keeps everybody else out until the end of the transaction. */
    void lock(List<Table> tables) {
        db.sql("lock table " + names(tables) + " in access exclusive mode").update();
    }

    void empty(List<Table> tables) {
        db.sql("truncate table " + names(tables) + " restart identity").update();
    }

    /** Fills a table with the rows of the one of its name in another schema. */
    void fill(Table table, String from) {
        var columns = Table.quoted(table.columns());
        db.sql("insert into " + table.quoted() + " (" + columns + ") overriding system value select " + columns
                        + " from " + Table.quoted(from) + "." + Table.quoted(table.name()))
                .update();
    }

    void dropSchema(String schema) {
        db.sql("drop schema if exists " + Table.quoted(schema) + " cascade").update();
    }

    private static String names(List<Table> tables) {
        return tables.stream().map(Table::quoted).collect(Collectors.joining(", "));
    }
}
