package org.freshet.server.failure;

import java.util.List;
import org.freshet.protocol.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * What came of the attempts on one host lately, and on all others.
 *
 * @param ended attempts that went well, failed or were lost with their pilot
 * @param failed those of them that did not go well
 * @param othersEnded the same on all other hosts
 * @param othersFailed the same on all other hosts
 * @param causes why they failed, the most frequent first
 */
public record HostRecord(
        String host, long ended, long failed, long othersEnded, long othersFailed, List<Cause> causes) {

    /** Fewer attempts say nothing about a host. */
    public static final int ENOUGH = 5;

    /** A host stands out whose share is so many times that of the others. */
    public static final int FAR_ABOVE = 2;

    public HostRecord {
        causes = List.copyOf(causes);
    }

    /** Attempts of one job type that failed in one way. */
    public record Cause(
            String jobtype,
            FailureReason reason,
            @Nullable Integer exitCode,
            @Nullable Integer signal,
            long attempts) {}

    /** Failed of those that ended, from 0 to 1. */
    public double share() {
        return ended == 0 ? 0 : (double) failed / ended;
    }

    /** Whether enough has ended on it to say something. */
    public boolean isKnown() {
        return ended >= ENOUGH;
    }

    /**
     * Whether it fails most of its jobs, and far more of them than the others. Where nothing else is to compare with, no
     * host stands out: then it may as well be the jobs.
     */
    public boolean standsOut() {
        return isKnown()
                && othersEnded >= ENOUGH
                && 2 * failed > ended
                && failed * othersEnded > FAR_ABOVE * othersFailed * ended;
    }
}
