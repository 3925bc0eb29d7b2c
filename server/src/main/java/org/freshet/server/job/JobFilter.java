package org.freshet.server.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a list shows; what is null or empty does not restrict.
 *
 * @param name part of the name, in any case of letters
 * @param text part of the name, of a file's name or of the last message, in any case of letters; or the id
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
        List<RunRange> runs,
        @Nullable Long subrun,
        @Nullable String text,
        JobCriteria.TimeRange defined,
        JobCriteria.TimeRange ended,
        @Nullable Long after,
        int limit) {

    private static final Set<String> KNOWN = Set.of(
            "state",
            "reason",
            "id",
            "jobtype",
            "user",
            "site",
            "host",
            "name",
            "pilot",
            "workflow",
            "run",
            "subrun",
            "q",
            "from",
            "to",
            "endedfrom",
            "endedto");

    /**
     * Reads a URL.
     *
     * @param id gives the number for a number or UUID form
     * @param now from which ages count
     */
    static JobFilter of(Map<String, String> url, ToLongFunction<String> id, Instant now) {
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
                parameters.list("run").stream().map(JobFilter::runs).toList(),
                parameters.number("subrun"),
                parameters.text("q"),
                new JobCriteria.TimeRange(time(parameters, "from", now), time(parameters, "to", now)),
                new JobCriteria.TimeRange(time(parameters, "endedfrom", now), time(parameters, "endedto", now)),
                parameters.number("after"),
                parameters.limit());
    }

    private static RunRange runs(String text) {
        return RunRange.of(text)
                .orElseThrow(() -> Invalid.field(
                        "run", "\"" + text + "\" is neither a run such as 5076 nor a range such as 5076-5077"));
    }

    private static @Nullable Instant time(Parameters parameters, String name, Instant now) {
        var text = parameters.text(name);
        return text == null
                ? null
                : PointInTime.of(text, now)
                        .orElseThrow(() -> Invalid.field(
                                name,
                                "\"" + text + "\" is neither a time such as 2026-11-20T03:00 nor an age such as 2h"));
    }

    static JobFilter only(JobId job) {
        var always = new JobCriteria.TimeRange(null, null);
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
                List.of(),
                null,
                null,
                always,
                always,
                null,
                1);
    }
}
