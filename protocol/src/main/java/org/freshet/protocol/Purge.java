package org.freshet.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish to remove what is old.
 *
 * @param what kind of thing; required
 * @param states only what is in one of these final states, of jobs (also for their logs), workflows or pilots; empty = all final ones
 * @param olderThanSeconds only what ended, or was written, longer ago than this; required
 * @param dryRun whether to count and remove nothing
 * @param after where to go on: what the answer before said, if it was not complete; absent = from the beginning
 */
public record Purge(
        @Nullable Kind what,
        @Nullable List<String> states,
        @Nullable Long olderThanSeconds,
        @Nullable Boolean dryRun,
        @Nullable Long after) {

    /** What can be purged. */
    public enum Kind {
        /** With their attempts and logs. Jobs of a workflow stay until their workflow goes. */
        @JsonProperty("jobs")
        JOBS,
        /** With their jobs, and the records of their datasets; no file is touched. */
        @JsonProperty("workflows")
        WORKFLOWS,
        /** What payloads printed; the jobs stay. */
        @JsonProperty("logs")
        LOGS,
        @JsonProperty("pilots")
        PILOTS,
        /** Changes of jobs and pilots, by whole weeks. */
        @JsonProperty("history")
        HISTORY,
        @JsonProperty("service-log")
        SERVICE_LOG
    }
}
