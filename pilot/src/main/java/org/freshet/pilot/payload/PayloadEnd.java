package org.freshet.pilot.payload;

import java.util.List;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The end of a payload.
 *
 * @param startedAt absent if it never started
 * @param asked whether the pilot was asked to end it before it ended by itself
 * @param hostsFault whether it never started for a reason of the pilot's host, for which the job must not fail
 * @param logs one per stream that was written to
 * @param items if all went well with a job that lists them
 * @param usage what it used, as far as that is known
 */
public record PayloadEnd(
        AttemptId attempt,
        Verdict verdict,
        @Nullable Moment startedAt,
        Moment endedAt,
        boolean asked,
        boolean hostsFault,
        List<LogPart> logs,
        @Nullable List<String> items,
        @Nullable Usage usage) {

    public PayloadEnd {
        logs = List.copyOf(logs);
        items = items == null ? null : List.copyOf(items);
    }

    PayloadEnd forReasonsOfTheHost() {
        return new PayloadEnd(attempt, verdict, startedAt, endedAt, asked, true, logs, items, usage);
    }

    PayloadEnd with(Verdict other) {
        return new PayloadEnd(attempt, other, startedAt, endedAt, asked, hostsFault, logs, items, usage);
    }

    /** The same for a server that may not understand what is said of it. */
    public PayloadEnd withoutUsage() {
        return new PayloadEnd(attempt, verdict, startedAt, endedAt, asked, hostsFault, logs, items, null);
    }

    /** The same in other words, if it needs any. */
    public PayloadEnd withMessage(String message) {
        return with(new Verdict(
                verdict.reason(), verdict.exitCode(), verdict.signal(), verdict.message() == null ? null : message));
    }

    /** Length of all that was kept of the logs, in bytes. */
    public int keptBytes() {
        return logs.stream().mapToInt(it -> it.head().length + it.tail().length).sum();
    }
}
