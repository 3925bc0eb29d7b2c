package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change: who changed what, when, from where and why.
 *
 * @param entity kind of thing: {@code job}, {@code pilot}, {@code site}, {@code jobtype}, {@code account}, {@code token},
 *     {@code installation} …
 * @param id of the thing
 * @param name of the thing; absent if it has none, or is gone
 * @param from its state before; absent at the beginning
 * @param to its state after
 * @param actor who: {@code user NAME}, {@code pilot ID} or {@code service NAME}
 * @param origin from where a person asked for it, and by which token: {@code 10.1.2.3 token 12}; of a job that was one of
 *     many, their change: {@code bulk 12}
 * @param reason why, in words
 * @param attempt the attempt concerned, for jobs
 */
public record AuditEntry(
        Instant at,
        String entity,
        long id,
        @Nullable String name,
        @Nullable String from,
        String to,
        String actor,
        @Nullable String origin,
        @Nullable String reason,
        @Nullable Integer attempt) {}
