package org.freshet.server.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.SavedView;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class SavedViewSql {

    // Served by saved_view_name_unique and saved_view_shared.
    private static final String SEEN = """
            select *
              from saved_view
             where owner = :owner or shared
             order by shared, name, id
             limit 200
            """;

    private static final String COUNT = "select count(*) from saved_view where owner = :owner";

    private static final String SAVE = """
            insert into saved_view (owner, name, query, shared)
            values (:owner, :name, :query, :shared)
            on conflict (owner, name) do update set query = excluded.query, shared = excluded.shared
            returning *
            """;

    private static final String FIND = "select * from saved_view where id = :id for update";

    private static final String DELETE = "delete from saved_view where id = :id";

    private final JdbcClient db;

    SavedViewSql(JdbcClient db) {
        this.db = db;
    }

    /** @param account null = nobody, who sees what is shared */
    List<SavedView> seenBy(@Nullable String account) {
        return db.sql(SEEN)
                .param("owner", account == null ? "" : account)
                .query(SavedViewSql::view)
                .list();
    }

    long count(String owner) {
        return db.sql(COUNT).param("owner", owner).query(Long.class).single();
    }

    SavedView save(String owner, String name, String query, boolean shared) {
        return db.sql(SAVE)
                .param("owner", owner)
                .param("name", name)
                .param("query", query)
                .param("shared", shared)
                .query(SavedViewSql::view)
                .single();
    }

    Optional<SavedView> find(long id) {
        return db.sql(FIND).param("id", id).query(SavedViewSql::view).optional();
    }

    void delete(long id) {
        db.sql(DELETE).param("id", id).update();
    }

    private static SavedView view(ResultSet row, int n) throws SQLException {
        return new SavedView(
                row.getLong("id"),
                row.getString("owner"),
                row.getString("name"),
                row.getString("query"),
                row.getBoolean("shared"),
                Rows.requiredInstant(row, "created_at"));
    }
}
