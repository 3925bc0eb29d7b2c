package org.freshet.batch.htcondor;

import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.freshet.batch.Hold;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;
import org.jspecify.annotations.Nullable;

/** What is asked about a job in the queue; see the manual's appendix on attributes of jobs. Times are seconds of the epoch. */
record QueuedJob(
        @Nullable Integer clusterId,
        @Nullable Integer procId,
        @Nullable Integer jobStatus,
        @Nullable Long qDate,
        @Nullable Long enteredCurrentStatus,
        @Nullable String holdReason,
        @Nullable Integer holdReasonCode,
        @Nullable Integer holdReasonSubCode,
        @Nullable String freshetOrder,
        @Nullable String freshetNonce) {

    /** @throws IOException an attribute that every job has is missing, or is not what it can be */
    Slot slot() throws IOException {
        if (clusterId == null || procId == null || jobStatus == null || qDate == null) {
            throw new IOException("a job is without ClusterId, ProcId, JobStatus or QDate");
        }
        var number = new JobNumber(clusterId, procId);
        var state = state(number, jobStatus);
        var since = Instant.ofEpochSecond(qDate);
        return new Slot(
                number.id(),
                Objects.requireNonNullElse(freshetOrder, ""),
                Objects.requireNonNullElse(freshetNonce, ""),
                state,
                since,
                enteredCurrentStatus == null ? since : Instant.ofEpochSecond(enteredCurrentStatus),
                state == State.HELD ? hold() : null);
    }

    private static State state(JobNumber job, int status) throws IOException {
        return switch (status) {
            case 1 -> State.QUEUED;
            case 2, 6, 7 -> State.RUNNING; // runs, sends its output, is suspended
            case 3, 4 -> State.LEAVING; // removed, completed
            case 5 -> State.HELD;
            default ->
                throw new IOException("job " + job + " has the JobStatus " + status + ", which is not known here");
        };
    }

    private Hold hold() {
        int code = Objects.requireNonNullElse(holdReasonCode, 0);
        int subcode = Objects.requireNonNullElse(holdReasonSubCode, 0);
        var reason = Objects.requireNonNullElse(holdReason, "").strip();
        return new Hold(code, subcode, reason, HoldAdvice.of(code, subcode));
    }
}
