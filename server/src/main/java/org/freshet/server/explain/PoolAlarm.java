package org.freshet.server.explain;

/**
 * Something about a site's pool that a person has to know of.
 *
 * @param brief what it is, without a full stop: {@code np04 cannot be read}
 * @param headline what it is, since when
 * @param detail why, and what it means
 */
public record PoolAlarm(String site, Kind kind, String brief, String headline, String detail) {

    /** What is wrong. */
    public enum Kind {
        /** The pool gave up until a person resumes the site. */
        PAUSED_BY_POOL,
        /** The batch system cannot be read, or says what cannot be right. */
        BLIND,
        /** The batch system takes none of the pilots that are wanted. */
        REFUSED,
        /** Nobody calculates. */
        FORGOTTEN
    }
}
