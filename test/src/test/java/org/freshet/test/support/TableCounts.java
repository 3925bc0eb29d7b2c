package org.freshet.test.support;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many rows each table has, so that a test sees whether anything was stored. */
public final class TableCounts {

    private final JdbcClient db;
    private final String statement;

    public TableCounts(TestServer server) {
        this.db = server.db();
        var tables = db.sql("""
                select c.relname from pg_class c
                where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
                order by 1
                """).query(String.class).list();
        this.statement = tables.stream()
                .map(it -> "select '" + it + "' as name, count(*) as rows from " + it)
                .collect(Collectors.joining(" union all "));
    }

    public Map<String, Long> now() {
        var counts = new TreeMap<String, Long>();
        db.sql(statement).query(row -> {
            counts.put(row.getString("name"), row.getLong("rows"));
        });
        return counts;
    }
}
