package org.freshet.server.dashboard.failures;

import org.jspecify.annotations.Nullable;

/**
 * Whether to ban a host.
 *
 * @param what would happen, in words
 * @param banned since when, by whom and why it is banned already, in words; null if it is not
 */
public record BanQuestion(
        String host, String what, @Nullable String banned) {}
