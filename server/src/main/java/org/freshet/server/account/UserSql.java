package org.freshet.server.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.Role;
import org.freshet.protocol.UserView;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads accounts as lists show them. */
@Repository
class UserSql {

    // Served by account_name_unique.
    private static final String LIST = """
            select a.id, a.name, a.role, a.created_at, a.disabled_at,
              count(t.id) filter (where t.revoked_at is null and (t.expires_at is null or t.expires_at > now())) as tokens,
              max(t.last_used_at) as last_used_at
            from account a
            left join token t on t.account_id = a.id
            where (:name::text is null or a.name = :name)
              and (:after::text is null or a.name > :after)
            group by a.id
            order by a.name
            limit :limit + 1
            """;

    private final JdbcClient db;

    UserSql(JdbcClient db) {
        this.db = db;
    }

    /** By name; up to {@code limit} + 1, of which the last tells that there is a next page. */
    List<UserView> list(@Nullable String after, int limit) {
        return read(null, after, limit);
    }

    Optional<UserView> find(String name) {
        return read(name, null, 1).stream().findFirst();
    }

    private List<UserView> read(@Nullable String name, @Nullable String after, int limit) {
        return db.sql(LIST)
                .param("name", name)
                .param("after", after)
                .param("limit", limit)
                .query(UserSql::user)
                .list();
    }

    private static UserView user(ResultSet row, int n) throws SQLException {
        return new UserView(
                row.getLong("id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                Rows.requiredInstant(row, "created_at"),
                Rows.instant(row, "disabled_at"),
                row.getLong("tokens"),
                Rows.instant(row, "last_used_at"));
    }
}
