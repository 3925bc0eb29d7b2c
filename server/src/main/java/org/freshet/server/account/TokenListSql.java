package org.freshet.server.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.TokenView;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads tokens as lists show them. */
@Repository
class TokenListSql {

    // Along the primary key: a place has some hundreds of tokens.
    private static final String LIST = """
            select t.id, a.name as account, t.name, t.created_at, t.expires_at, t.revoked_at, t.last_used_at,
              case
                when t.revoked_at is not null then 'REVOKED'
                when t.expires_at <= now() then 'EXPIRED'
                when a.disabled_at is not null then 'DISABLED'
                else 'VALID'
              end as state
            from token t
            join account a on a.id = t.account_id
            where (:id::bigint is null or t.id = :id)
              and (:account::text is null or a.name = :account)
              and (:after::bigint is null or t.id < :after)
            order by t.id desc
            limit :limit + 1
            """;

    private final JdbcClient db;

    TokenListSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * Newest first; up to {@code limit} + 1, of which the last tells that there is a next page.
     *
     * @param account whose; null = everybody's
     */
    List<TokenView> list(@Nullable String account, @Nullable Long after, int limit) {
        return read(null, account, after, limit);
    }

    Optional<TokenView> find(long id) {
        return read(id, null, null, 1).stream().findFirst();
    }

    private List<TokenView> read(@Nullable Long id, @Nullable String account, @Nullable Long after, int limit) {
        return db.sql(LIST)
                .param("id", id)
                .param("account", account)
                .param("after", after)
                .param("limit", limit)
                .query(TokenListSql::token)
                .list();
    }

    private static TokenView token(ResultSet row, int n) throws SQLException {
        return new TokenView(
                row.getLong("id"),
                row.getString("account"),
                row.getString("name"),
                TokenView.State.valueOf(row.getString("state")),
                Rows.requiredInstant(row, "created_at"),
                Rows.instant(row, "expires_at"),
                Rows.instant(row, "revoked_at"),
                Rows.instant(row, "last_used_at"),
                null);
    }
}
