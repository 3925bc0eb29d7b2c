package org.freshet.protocol;

/** How bad an alarm is, the worst first. */
public enum AlarmSeverity {
    /** Nothing goes on without a person. */
    BROKEN,
    /** Nothing can be said. */
    UNKNOWN,
    /** Something does not come as it should. */
    LATE
}
