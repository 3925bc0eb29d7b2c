package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as {@code GET /api/v1/users} shows it.
 *
 * @param disabledAt since when it may do nothing; absent = it may act
 * @param tokens number of its tokens that are valid
 * @param lastUsedAt when one of its tokens was last used, up to 30 s late; absent = never
 */
public record UserView(
        long id,
        String name,
        Role role,
        Instant createdAt,
        @Nullable Instant disabledAt,
        long tokens,
        @Nullable Instant lastUsedAt) {}
