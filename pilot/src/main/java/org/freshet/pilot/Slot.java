package org.freshet.pilot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.freshet.protocol.Offer;
import org.jspecify.annotations.Nullable;

/**
 * What the pilot has for payloads.
 *
 * @param memoryMb megabytes (2^20 bytes)
 * @param diskMb megabytes; absent = what is free in the work directory whenever it is offered
 * @param work absolute path of the directory below which every job gets its own
 */
record Slot(int cores, int memoryMb, @Nullable Integer diskMb, List<String> tags, Path work) {

    private static final long MEGABYTE = 1L << 20;

    Slot {
        tags = List.copyOf(tags);
    }

    /** @param remaining how much longer the pilot may run */
    Offer offer(Duration remaining) {
        return new Offer(cores, memoryMb, diskMb == null ? freeMb() : diskMb, tags, remaining.toSeconds());
    }

    private int freeMb() {
        try {
            return (int) Math.min(Integer.MAX_VALUE, Files.getFileStore(work).getUsableSpace() / MEGABYTE);
        } catch (IOException e) {
            // a disk that cannot be measured is offered as none: jobs that ask for some go elsewhere
            return 0;
        }
    }
}
