package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host that is, or was, banned: its pilots are given no jobs, and new ones are not let in.
 *
 * @param host as pilots name the machine that they run on
 * @param reason why, in the words of whoever did it
 * @param by name of the account
 * @param liftedAt since when it is allowed again; absent = it is banned
 * @param liftedBy name of the account; absent = it is banned
 * @param liftedWhy absent if no reason was given
 */
public record HostBanView(
        String host,
        String reason,
        Instant at,
        String by,
        @Nullable Instant liftedAt,
        @Nullable String liftedBy,
        @Nullable String liftedWhy) {}
