package org.freshet.protocol;

/** How an alarm stands. */
public enum AlarmState {
    /** It goes on, and nobody has said that he knows of it. */
    OPEN,
    /** It goes on, and somebody knows of it. */
    ACKNOWLEDGED,
    /** It goes on, and nobody wants to be told of it for a time. */
    SILENCED,
    /** It is over. */
    CLEARED
}
