package org.freshet.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a new token.
 *
 * @param name what it is for, 1 to 100 characters; required
 * @param user whose it is to be; absent = that of whoever asks
 * @param expiresIn for how long it is valid; absent = without end
 */
public record TokenWish(
        @Nullable String name,
        @Nullable String user,
        @Nullable Duration expiresIn) {}
