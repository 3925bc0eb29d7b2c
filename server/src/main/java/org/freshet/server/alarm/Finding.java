package org.freshet.server.alarm;

import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.jspecify.annotations.Nullable;

/**
 * That something is not as it should be.
 *
 * @param object what was looked at
 * @param brief what it is, without a full stop
 * @param sentence what it is, with its numbers
 * @param detail why, and what it means; may be empty
 * @param command what to type; null if nothing
 * @param value what was measured; null if nothing is
 * @param limit what it must not pass; likewise
 * @param begins whether it begins an alarm; else it only keeps one that is there from being over
 */
record Finding(
        AlarmRule rule,
        String object,
        AlarmSeverity severity,
        String brief,
        String sentence,
        String detail,
        @Nullable String command,
        @Nullable Double value,
        @Nullable Double limit,
        boolean begins) {

    /** Of what is so or is not so. */
    static Finding of(
            AlarmRule rule, String object, AlarmSeverity severity, String brief, String sentence, String detail) {
        return new Finding(rule, object, severity, brief, sentence, detail, null, null, null, true);
    }

    Finding with(String command) {
        return new Finding(rule, object, severity, brief, sentence, detail, command, value, limit, begins);
    }
}
