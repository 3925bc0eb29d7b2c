package org.freshet.server.platform;

import java.net.URI;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ServerInstanceSql {

    private static final String ADD = """
            insert into server_instance (host, pid, url, version) values (:host, :pid, :url, :version) returning id
            """;

    private static final String SEEN = """
            update server_instance set seen_at = now() where id = :id
            """;

    private static final String STOPPED = """
            update server_instance set seen_at = now(), stopped_at = now() where id = :id
            """;

    // One that stopped a moment ago is perhaps only restarted.
    private static final String OTHERS = """
            select host, url, bool_or(stopped_at is null and seen_at > now() - interval '30 s') as alive
            from server_instance
            where seen_at > now() - interval '10 min' and id <> :except
            group by host, url
            order by alive desc, max(id) desc
            """;

    private final JdbcClient db;

    ServerInstanceSql(JdbcClient db) {
        this.db = db;
    }

    long add(String host, long pid, URI url, String version) {
        return db.sql(ADD)
                .param("host", host)
                .param("pid", pid)
                .param("url", url.toString())
                .param("version", version)
                .query(Long.class)
                .single();
    }

    void seen(long id) {
        db.sql(SEEN).param("id", id).update();
    }

    void stopped(long id) {
        db.sql(STOPPED).param("id", id).update();
    }

    /**
     * A server that lives, or did a moment ago.
     *
     * @param host name of its machine
     * @param url where it says that it answers
     */
    record Instance(String host, URI url, boolean alive) {}

    /** Those that live come first. */
    List<Instance> others(long except) {
        return db.sql(OTHERS)
                .param("except", except)
                .query((row, n) ->
                        new Instance(row.getString("host"), URI.create(row.getString("url")), row.getBoolean("alive")))
                .list();
    }
}
