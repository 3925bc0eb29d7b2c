package org.freshet.server.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.protocol.Role;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tokens are looked up with every request, so not through JPA. */
@Repository
public class TokenSql {

    // No token outlives the one that it was made with, if that is not an administrator's. It is locked, so that who
    // revokes it
    // waits and then sees this one, too.
    private static final String ADD = """
            with maker as (
              select t.id, case when a.role <> 'ADMIN' then t.expires_at end as latest
              from token t
              join account a on a.id = t.account_id
              where t.id = :madeWith::bigint and t.revoked_at is null
              for share of t
            ), added as (
              insert into token (account_id, name, hash, made_with, expires_at)
              select :account::bigint, :name::text, :hash::bytea, :madeWith::bigint, least(
                now() + make_interval(secs => :expiresIn::double precision),
                (select latest from maker))
              where :madeWith::bigint is null or exists (select from maker)
              on conflict (hash) do nothing
              returning id
            ), told as (
              insert into event (entity, entity_id, to_state, actor, reason)
              select 'token', id, 'VALID', :actor, :name from added
            )
            select id from added
            """;

    // The expired column is judged by the database's clock, which wrote the time.
    private static final String PRESENTED = """
            select t.id, t.name as token, a.name as account, a.role, a.disabled_at, t.revoked_at, t.expires_at,
              coalesce(t.expires_at <= now(), false) as expired
            from token t
            join account a on a.id = t.account_id
            """;

    // Served by token_hash_unique.
    private static final String BY_HASH = PRESENTED + "where t.hash = :hash";

    private static final String BY_ID = PRESENTED + "where t.id = :id";

    private static final String BY_IDS = PRESENTED + "where t.id = any(:ids)";

    private static final String REVOKE = """
            with revoked as (
              update token set revoked_at = now() where id = :id and revoked_at is null returning id, expires_at
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'token', id, case when expires_at <= now() then 'EXPIRED' else 'VALID' end, 'REVOKED', :actor, :reason
            from revoked
            """;

    private static final String REVOKE_MADE_WITH_IT = """
            with recursive made as (
              select id from token where made_with = :id
              union
              select t.id from token t join made on t.made_with = made.id
            ), revoked as (
              update token set revoked_at = now()
              where id in (select id from made) and revoked_at is null
              returning id, expires_at
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'token', id, case when expires_at <= now() then 'EXPIRED' else 'VALID' end, 'REVOKED', :actor,
              concat_ws(': ', 'made with token ' || :id, :reason::text)
            from revoked
            """;

    // A token that another server writes down just now was used just now, too.
    private static final String USED = """
            with free as (
              select t.id, now() - make_interval(secs => u.age) as at
              from unnest(:ids, :ages) as u(id, age)
              join token t on t.id = u.id
              order by t.id
              for update of t skip locked
            )
            update token t set last_used_at = greatest(t.last_used_at, free.at) from free where t.id = free.id
            """;

    private final JdbcClient db;

    TokenSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * A new token; empty if the hash is known already, or the token that it was to be made with is revoked.
     *
     * @param expiresIn null = as late as it may
     * @param madeWith id of the token with which it was asked for, which it does not outlive unless that is an
     *     administrator's; null = none
     * @param actor for example {@code user mara}
     */
    public Optional<Long> add(
            long account,
            String name,
            byte[] hash,
            @Nullable Duration expiresIn,
            @Nullable Long madeWith,
            String actor) {
        return db.sql(ADD)
                .param("account", account)
                .param("name", name)
                .param("hash", hash)
                .param("expiresIn", expiresIn == null ? null : (double) expiresIn.toSeconds())
                .param("madeWith", madeWith)
                .param("actor", actor)
                .query(Long.class)
                .optional();
    }

    /** The token, if there is one, valid or not. */
    public Optional<PresentedToken> find(byte[] hash) {
        return db.sql(BY_HASH).param("hash", hash).query(TokenSql::presented).optional();
    }

    /** The token of this number, valid or not. */
    public Optional<PresentedToken> find(long id) {
        return db.sql(BY_ID).param("id", id).query(TokenSql::presented).optional();
    }

    /** The accounts to which the valid ones of these tokens belong. */
    public Set<TokenOwner> owners(Collection<Long> ids) {
        return db.sql(BY_IDS).param("ids", Columns.bigints(ids)).query(TokenSql::presented).list().stream()
                .filter(it -> it.refusal().isEmpty())
                .map(PresentedToken::owner)
                .collect(Collectors.toSet());
    }

    /** The account that the token belongs to, if it is valid. */
    Optional<TokenOwner> owner(byte[] hash) {
        return find(hash).filter(it -> it.refusal().isEmpty()).map(PresentedToken::owner);
    }

    /** False if it was revoked before. */
    public boolean revoke(long id, String actor, @Nullable String reason) {
        return db.sql(REVOKE)
                        .param("id", id)
                        .param("actor", actor)
                        .param("reason", reason)
                        .update()
                > 0;
    }

    /**
     * Revokes those that were made with a token which is revoked already, and those that were made with them.
     *
     * @return how many were not revoked before
     */
    int revokeMadeWith(long id, String actor, @Nullable String reason) {
        int all = 0;
        int more;
        do {
            // once more, as some may have been made while this waited for their makers
            more = db.sql(REVOKE_MADE_WITH_IT)
                    .param("id", id)
                    .param("actor", actor)
                    .param("reason", reason)
                    .update();
            all += more;
        } while (more > 0);
        return all;
    }

    /** When a token was used, counted back from now. */
    record Use(long token, double secondsAgo) {}

    void used(Collection<Use> uses) {
        db.sql(USED)
                .param("ids", Columns.array("bigint", uses, Use::token))
                .param("ages", Columns.array("double precision", uses, Use::secondsAgo))
                .update();
    }

    private static PresentedToken presented(ResultSet row, int n) throws SQLException {
        return new PresentedToken(
                row.getLong("id"),
                row.getString("token"),
                row.getString("account"),
                Role.valueOf(row.getString("role")),
                Rows.instant(row, "disabled_at"),
                Rows.instant(row, "revoked_at"),
                Rows.instant(row, "expires_at"),
                row.getBoolean("expired"));
    }
}
