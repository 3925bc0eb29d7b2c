package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a payload used of its machine, all its processes together, as far as the pilot could measure it.
 *
 * @param cpuMs milliseconds of processor time
 * @param memoryMb the most megabytes (2^20 bytes) of memory that were seen in use at once
 */
public record Usage(@Nullable Long cpuMs, @Nullable Integer memoryMb) {}
