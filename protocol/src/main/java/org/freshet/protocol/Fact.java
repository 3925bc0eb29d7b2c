package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One thing that an {@link Explanation} rests on, for scripts. What a code does not use is absent.
 *
 * @param name of what it speaks: a job type, a site, a criterion of the matching (SITE, CORES, MEMORY, DISK,
 *     TAGS, LIFETIME), a job, a host
 * @param count how many jobs, pilots or seconds; 1001 jobs stand for more than 1,000
 * @param asked what is asked for, in the unit of the criterion (MB, seconds)
 * @param most the most that is offered or allowed
 */
public record Fact(
        Code code,
        @Nullable String name,
        @Nullable Long count,
        @Nullable Long asked,
        @Nullable Long most) {

    /** What holds. */
    public enum Code {
        /** {@code count} jobs of its type are given out before this one. */
        JOBS_BEFORE,
        /** {@code count} jobs of other types have a higher priority. */
        HIGHER_PRIORITY,
        /** {@code count} jobs of type {@code name} run, and {@code most} may. */
        LIMIT_REACHED,
        /** No pilot is alive. */
        NO_PILOT_ALIVE,
        /** {@code count} pilots are alive, and none fits. */
        NO_PILOT_FITS,
        /** {@code count} of the pilots alive, or of the jobs that wait, miss the criterion {@code name}. */
        MISSED,
        /** No pilot of any site ever offered enough. */
        NEVER_OFFERED,
        /** The {@code count} pilots that fit are busy. */
        ALL_BUSY,
        /** {@code count} pilots that fit are idle. */
        PILOT_IDLE,
        /** {@code count} pilots that fit count as idle, but are silent. */
        PILOT_SILENT,
        /** The site that is asked for does not exist. */
        SITE_UNKNOWN,
        /** No pilots are ordered for site {@code name}. */
        SITE_PAUSED,
        /** Site {@code name} has {@code count} pilots, and may have {@code most}. */
        CAP_REACHED,
        /** {@code count} pilots of site {@code name} are ordered and have not spoken yet. */
        PILOTS_ORDERED,
        /** {@code count} batch jobs of site {@code name} are held by its batch system, or this pilot's own is. */
        SLOTS_HELD,
        /** The batch system of site {@code name} cannot be read, or says what cannot be right: nothing is submitted. */
        POOL_BLIND,
        /** The batch system of site {@code name} takes none of the pilots that are wanted. */
        POOL_REFUSED,
        /** Nobody calculates the pool of site {@code name} since {@code count} seconds. */
        POOL_SILENT,
        /** It expires in {@code count} seconds. */
        EXPIRES,
        /** A server or its database was started {@code count} seconds ago. */
        JUST_STARTED,
        /** {@code count} pilots were lost with the job, of {@code most} that it may lose. */
        LOSSES,
        /** The payload failed {@code count} times, and is tried again {@code most} times. */
        FAILURES,
        /** The latest attempt may still report and then counts. */
        SUSPENDED,
        /** No job waits. */
        NO_JOB_WAITS,
        /** {@code count} jobs wait and none fits the pilot. */
        NO_JOB_FITS,
        /** {@code count} jobs fit the pilot and wait for nothing else. */
        JOB_FITS,
        /** The pilot holds the job with the id {@code name}; one that is lost held it. */
        HOLDS,
        /** The pilot was last heard {@code count} seconds ago, as it should be. */
        HEARD,
        /** The pilot is silent for {@code count} seconds, longer than it should be. */
        SILENT,
        /** The pilot has {@code count} seconds to live. */
        LIFETIME,
        /** Host {@code name} is banned: its pilots are given no jobs. */
        HOST_BANNED
    }
}
