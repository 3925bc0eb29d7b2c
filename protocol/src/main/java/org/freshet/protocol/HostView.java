package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A host, as its pilots name it.
 *
 * @param pilots those of it that are alive
 * @param busy those of them that hold a job
 * @param ended attempts on it that began in the last 2 h and have ended, well or not; those that were cancelled or given
 *     back are not counted
 * @param failed those of them that failed, or were lost with their pilot
 * @param standsOut whether it fails most of its jobs, and far more of them than the other hosts
 * @param ban absent if it is not banned
 */
public record HostView(
        String host,
        long pilots,
        long busy,
        long ended,
        long failed,
        boolean standsOut,
        @Nullable HostBanView ban) {}
