package org.freshet.server.account;

import java.util.Optional;
import org.freshet.protocol.Role;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tokens are looked up with every request, so not through JPA. */
@Repository
class TokenSql {

    private static final String ADD = """
            with added as (
              insert into token (account_id, name, hash) values (:account, :name, :hash)
              on conflict (hash) do nothing
              returning id
            )
            insert into event (entity, entity_id, to_state, actor, reason)
            select 'token', id, 'VALID', :actor, :name from added
            """;

    // Served by token_hash_unique.
    private static final String OWNER = """
            select t.id, a.name, a.role
            from token t
            join account a on a.id = t.account_id
            where t.hash = :hash
              and t.revoked_at is null
              and (t.expires_at is null or t.expires_at > now())
              and a.disabled_at is null
            """;

    // Served by token_hash_unique.
    private static final String WHY_REFUSED = """
            select case
                when t.revoked_at is not null then 'was revoked'
                when t.expires_at <= now() then 'has expired'
                else 'belongs to a disabled account'
              end
            from token t
            where t.hash = :hash
            """;

    private final JdbcClient db;

    TokenSql(JdbcClient db) {
        this.db = db;
    }

    void add(long account, String name, byte[] hash, String actor) {
        db.sql(ADD)
                .param("account", account)
                .param("name", name)
                .param("hash", hash)
                .param("actor", actor)
                .update();
    }

    /** What is wrong with a token that is known and yet not valid, in words that follow its name. */
    Optional<String> whyRefused(byte[] hash) {
        return db.sql(WHY_REFUSED).param("hash", hash).query(String.class).optional();
    }

    /** The account that the token belongs to, if it is valid. */
    Optional<TokenOwner> owner(byte[] hash) {
        return db.sql(OWNER)
                .param("hash", hash)
                .query((row, n) -> new TokenOwner(
                        row.getString("name"), Role.valueOf(row.getString("role")), row.getLong("id")))
                .optional();
    }
}
