package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the service log.
 *
 * @param service which service decided or noticed something
 * @param data the numbers of the sentence: any JSON
 * @param author {@code user NAME} for an entry that came from outside; absent = the server itself
 */
public record ServiceLogView(
        long id,
        Instant at,
        String service,
        Level level,
        String message,
        @Nullable Object data,
        @Nullable String author) {

    /** How much a person should care. */
    public enum Level {
        /** Something was done. */
        INFO,
        /** A person should look. */
        WARNING,
        /** A person must act. */
        ERROR
    }
}
