package org.freshet.server.job;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.server.platform.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a list shows; what is null or empty does not restrict.
 *
 * @param name part of the name, in any case of letters
 * @param after only jobs with a smaller id: where the page before ended
 * @param limit most jobs to show, 1 to 1000
 */
record JobFilter(
        List<JobState> states,
        List<FailureReason> reasons,
        List<Long> ids,
        @Nullable String jobtype,
        @Nullable String user,
        @Nullable String site,
        @Nullable String host,
        @Nullable String name,
        @Nullable Long pilot,
        @Nullable Long workflow,
        @Nullable Long run,
        @Nullable Long subrun,
        @Nullable Long after,
        int limit) {

    private static final Set<String> KNOWN = Set.of(
            "state", "reason", "id", "jobtype", "user", "site", "host", "name", "pilot", "workflow", "run", "subrun");

    /** @param id gives the number for a number or UUID form */
    static JobFilter of(Map<String, String> url, ToLongFunction<String> id) {
        var parameters = new Parameters(url, KNOWN);
        return new JobFilter(
                parameters.words("state", JobState.class),
                parameters.words("reason", FailureReason.class),
                parameters.list("id").stream().map(id::applyAsLong).toList(),
                parameters.text("jobtype"),
                parameters.text("user"),
                parameters.text("site"),
                parameters.text("host"),
                parameters.text("name"),
                parameters.number("pilot"),
                parameters.number("workflow"),
                parameters.number("run"),
                parameters.number("subrun"),
                parameters.number("after"),
                parameters.limit());
    }

    static JobFilter only(JobId job) {
        return new JobFilter(
                List.of(),
                List.of(),
                List.of(job.value()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                1);
    }
}
