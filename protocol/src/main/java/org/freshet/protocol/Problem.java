package org.freshet.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 describes it, media type {@code application/problem+json}.
 *
 * @param type {@code about:blank} or a path below {@code /problems/}
 * @param title the kind of problem
 * @param status the HTTP status
 * @param detail what happened, to which id, what to do: a sentence or two
 * @param errors for refused input, every problem that was found
 * @param requestId for a failure of the server: what to look for in its log
 */
public record Problem(
        @Nullable String type,
        @Nullable String title,
        int status,
        @Nullable String detail,
        @Nullable List<FieldError> errors,
        @Nullable String requestId) {

    /** The type of most. */
    public static final String UNTYPED = "about:blank";

    /** The type of a pool calculation that is refused because somebody else makes one, or another host looks after the pilots. */
    public static final String POOL_IN_OTHER_HANDS = "/problems/pool-in-other-hands";

    /**
     * One problem of the input.
     *
     * @param index position in the submitted list, from 0; absent if the input is not a list
     * @param field path of the field, for example {@code env.P3S_MODE}; absent if the whole item is meant
     * @param reason what is wrong and what is allowed
     * @param line from 1; absent if unknown
     * @param column from 1; absent if unknown
     */
    public record FieldError(
            @Nullable Integer index,
            @Nullable String field,
            String reason,
            @Nullable Integer line,
            @Nullable Integer column) {}
}
