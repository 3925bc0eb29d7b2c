package org.freshet.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/pilots/ID/exchange}: all that a pilot has to say, at once.
 *
 * @param seq from 1, one more for every new exchange; the same {@code seq} again gets the same answer
 * @param holds the attempt whose payload the pilot has, runs or has not yet reported as ended; absent = none
 * @param reports what happened since the last acknowledged exchange, oldest first
 * @param want present when the pilot asks for a job; the answer may then wait for the length of the long poll
 * @param leaving present in a pilot's last exchange: why it stops; what is longer than 4096
 *     characters is cut
 * @param machine how its machine does; absent in most exchanges, and in all of a pilot that does not know it
 */
public record Exchange(
        long seq,
        @Nullable AttemptId holds,
        List<Report> reports,
        @Nullable Offer want,
        @Nullable String leaving,
        @Nullable MachineState machine) {

    public Exchange {
        reports = List.copyOf(reports);
        leaving = Sentence.cutIfPresent(leaving);
    }

    /** One that says nothing of the machine. */
    public Exchange(
            long seq, @Nullable AttemptId holds, List<Report> reports, @Nullable Offer want, @Nullable String leaving) {
        this(seq, holds, reports, want, leaving, null);
    }
}
