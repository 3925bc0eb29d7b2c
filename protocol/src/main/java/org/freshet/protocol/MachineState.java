package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How the machine of a pilot does, as far as the pilot can tell. What it cannot is absent, never 0.
 *
 * @param processors of the machine, or of the container around the pilot if that has fewer
 * @param load processes that ran or waited to, as a mean of a minute
 * @param memoryMb megabytes (2^20 bytes) of the machine, or of the container if that has less
 * @param freeMemoryMb megabytes that programs could still get
 * @param freeDiskMb megabytes that are free in the pilot's work directory
 */
public record MachineState(
        @Nullable Integer processors,
        @Nullable Double load,
        @Nullable Integer memoryMb,
        @Nullable Integer freeMemoryMb,
        @Nullable Integer freeDiskMb) {}
