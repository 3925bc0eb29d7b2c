package org.freshet.server.dashboard.past;

import java.time.Instant;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was.
 *
 * @param state null if its history of that time is gone
 * @param since when it had come into that state; null likewise
 * @param attempt its number at that change; null = it had none
 */
record JobThen(
        Instant now,
        long id,
        String name,
        String jobtype,
        @Nullable Long run,
        @Nullable Long subrun,
        String user,
        Instant definedAt,
        @Nullable JobState state,
        @Nullable Instant since,
        @Nullable Integer attempt,
        JobState present) {

    public Badge badge() {
        return state == null ? new Badge("unknown", "unknown", false) : Badge.of(state);
    }

    public Badge presentBadge() {
        return Badge.of(present);
    }

    /** {@code 5077.14}, {@code 5077}, or null. */
    @Nullable
    public String runAndSubrun() {
        return run == null ? null : subrun == null ? Long.toString(run) : run + "." + subrun;
    }

    public Moment defined() {
        return Moment.of(definedAt, now);
    }

    @Nullable
    public Moment sinceWhen() {
        return Moment.ofNullable(since, now);
    }
}
