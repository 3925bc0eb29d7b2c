package org.freshet.server.dashboard.page;

import org.jspecify.annotations.Nullable;

/**
 * What stands where a list has no rows: all is well, nothing matches, or nothing was there yet.
 *
 * @param command what to type; null if there is nothing to do
 * @param href where to go; null if nowhere
 * @param link the words of that link
 */
public record EmptyList(
        String icon,
        String title,
        String sentence,
        @Nullable String command,
        @Nullable String href,
        @Nullable String link) {}
