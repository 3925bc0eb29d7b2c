package org.freshet.batch;

import java.util.List;

/**
 * What is asked of the batch system for each pilot, and what the pilot then offers to payloads.
 *
 * @param cores processor cores; 0 = not stated, the pilot finds out
 * @param memoryMb megabytes (2^20 bytes) of memory; 0 = not stated
 * @param diskMb megabytes (2^20 bytes) of disk; 0 = not stated
 * @param tags names of abilities that the pilots of the site have
 */
public record Capacity(int cores, int memoryMb, int diskMb, List<String> tags) {

    /** The pilot finds out by itself what its machine has. */
    public static final Capacity UNSTATED = new Capacity(0, 0, 0, List.of());

    public Capacity {
        tags = List.copyOf(tags);
    }
}
