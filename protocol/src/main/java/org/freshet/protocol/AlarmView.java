package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs a person, or did.
 *
 * @param object what the rule looked at: a job type, a host, a service, a site, or the name of a range
 * @param brief what it is, without a full stop
 * @param sentence what it is, with its numbers
 * @param detail why, and what it means; may be empty
 * @param command what to type; absent = nothing
 * @param value what was measured last, in the unit of the limit: seconds, a part of 1, or as the number comes; absent =
 *     nothing is measured
 * @param limit what it must not pass
 * @param clearedAt when it was over; absent = it goes on
 * @param acknowledgedBy account; absent = nobody did
 * @param note of whoever acknowledged it
 * @param silence why nobody is told of it now; absent = everybody is
 */
public record AlarmView(
        long id,
        AlarmRule rule,
        String object,
        AlarmSeverity severity,
        AlarmState state,
        String brief,
        String sentence,
        String detail,
        @Nullable String command,
        @Nullable Double value,
        @Nullable Double limit,
        Instant raisedAt,
        @Nullable Instant clearedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable String note,
        @Nullable AlarmSilenceView silence) {}
