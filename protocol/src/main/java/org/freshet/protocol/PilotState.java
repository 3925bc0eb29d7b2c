package org.freshet.protocol;

/**
 * Life of a pilot. Drawn in {@code docs/states.md}; enforced again by the constraints of table {@code pilot}.
 *
 * <p>IDLE and BUSY follow the claims and reports of its jobs and have no history of their own.
 */
public enum PilotState {
    /** Ordered from the batch system; nothing was heard of it yet. */
    SUBMITTED,
    /** Registered; has not asked for a job yet. */
    ACTIVE,
    /** Asks for a job and holds none. */
    IDLE,
    /** Holds a job. */
    BUSY,
    /** Takes no new job and ends after the one it holds. */
    DRAINING,
    /** Ended by its own wish: lifetime, idle time, or a SIGTERM from its batch system. */
    STOPPED,
    /** Ended because a person or the pool told it to. */
    KILLED,
    /** Its lease passed. It is itself again when it speaks, after its reports were judged. */
    LOST;

    /** Whether the pilot occupies, or may still occupy, a slot. */
    public boolean isAlive() {
        return switch (this) {
            case SUBMITTED, ACTIVE, IDLE, BUSY, DRAINING -> true;
            case STOPPED, KILLED, LOST -> false;
        };
    }
}
