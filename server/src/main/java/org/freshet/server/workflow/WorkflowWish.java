package org.freshet.server.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.freshet.protocol.FailurePolicy;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A workflow to be made.
 *
 * @param dag name of the DAG
 * @param version of the DAG; the newest unless given
 * @param name the DAG's name unless given
 * @param state {@code defined} starts it at once, as if nothing is given; {@code template} holds it
 * @param files how files are named: {@code sticky}, {@code inherit:NAME}, or an object
 *     {@code {"source:target": {"name": …, "dirpath": …, "comment": …}}}; by the datasets' ids unless given
 * @param jobs what is different from the DAG: {@code {"vertex": {"payload": …, "env": {…}}}}, also {@code priority},
 *     {@code timelimit}, {@code jobtype} and {@code noRetryExitCodes}
 * @param priority of all jobs, in place of the vertices' own
 * @param usefulFor how long after {@code dataTime}, or else after the start, the results are of use
 * @param failurePolicy {@code continue} or {@code stop}; the DAG's unless given
 */
record WorkflowWish(
        String dag,
        @Nullable Integer version,
        @Nullable String name,
        @Nullable String state,
        @Nullable JsonNode files,
        @Nullable JsonNode jobs,
        @Nullable Integer priority,
        @Nullable Duration usefulFor,
        @Nullable Instant dataTime,
        @Nullable Long run,
        @Nullable Long subrun,
        @Nullable String failurePolicy) {

    private static final int LONGEST_NAME = 200;
    private static final Duration LONGEST_USE = Duration.ofDays(3650);
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** Refuses what is wrong by itself. */
    void check() {
        if (workflowName().isBlank()
                || workflowName().length() > LONGEST_NAME
                || workflowName().indexOf('\0') >= 0) {
            throw Invalid.field("name", "1 to " + LONGEST_NAME + " characters are expected");
        }
        if (priority != null && (priority < -1000 || priority > 1000)) {
            throw Invalid.field("priority", priority + " is not allowed; a whole number from -1000 to 1000 is");
        }
        if (usefulFor != null && (!usefulFor.isPositive() || usefulFor.compareTo(LONGEST_USE) > 0)) {
            throw Invalid.field("usefulFor", "a positive time of at most ten years is expected");
        }
        if (dataTime != null && (dataTime.isBefore(EARLIEST) || !dataTime.isBefore(LATEST))) {
            throw Invalid.field("dataTime", "a time of the years 1970 to 2199 is expected");
        }
        isHeld();
        policy();
    }

    String workflowName() {
        return name == null ? dag : name.strip();
    }

    boolean isHeld() {
        return switch (state == null ? "defined" : state.toLowerCase(Locale.ROOT)) {
            case "defined" -> false;
            case "template" -> true;
            default ->
                throw Invalid.field(
                        "state",
                        "\"" + state + "\" is not allowed; \"defined\" (starts at once) or \"template\" (held) is");
        };
    }

    /** Null if the DAG decides. */
    @Nullable
    FailurePolicy policy() {
        if (failurePolicy == null) {
            return null;
        }
        return switch (failurePolicy.toLowerCase(Locale.ROOT)) {
            case "continue" -> FailurePolicy.CONTINUE;
            case "stop" -> FailurePolicy.STOP;
            default ->
                throw Invalid.field(
                        "failurePolicy", "\"" + failurePolicy + "\" is not allowed; \"continue\" or \"stop\" is");
        };
    }
}
