package org.freshet.protocol;

import java.util.List;

/**
 * What a pilot offers to a payload.
 *
 * @param cores processor cores, at least 1
 * @param memoryMb megabytes (2^20 bytes) of memory
 * @param diskMb megabytes (2^20 bytes) of free disk in the work directory
 * @param tags names of abilities, for example {@code gpu}; a job's tags must all be among them
 * @param remainingSeconds how much longer the pilot may run; a job must fit with its time limit and a grace period
 */
public record Offer(int cores, int memoryMb, int diskMb, List<String> tags, long remainingSeconds) {

    public Offer {
        tags = List.copyOf(tags);
    }
}
