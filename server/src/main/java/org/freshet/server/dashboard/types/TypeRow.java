package org.freshet.server.dashboard.types;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * A job type and how its jobs fare.
 *
 * @param now when the row was read, on the database's clock
 * @param id for its history
 * @param limit most of its jobs that may run at once; null = any number
 * @param failed jobs that failed within a day and are failed still
 * @param recent so many of its latest attempts of the last day the medians are of
 * @param waitSeconds median from definition to the first dispatch; null if nothing was dispatched
 * @param runSeconds median of those that finished; null if none did
 * @param newest its newest result; null if there is none among its latest attempts
 */
record TypeRow(
        Instant now,
        long id,
        String name,
        @Nullable Integer limit,
        boolean newestFirst,
        long waiting,
        long running,
        long failed,
        long recent,
        @Nullable Double waitSeconds,
        @Nullable Double runSeconds,
        @Nullable Newest newest) {

    static final String PATH = "/types";

    /**
     * The result of a job that finished.
     *
     * @param dataTime when its data were taken; null if the job does not say
     */
    record Newest(long job, Instant endedAt, @Nullable Instant dataTime) {}

    public String page() {
        return PATH + "/" + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
    }

    /** Whether no other job of it may start. */
    public boolean isFull() {
        return limit != null && running >= limit;
    }

    public @Nullable String waits() {
        return words(waitSeconds);
    }

    public @Nullable String runs() {
        return words(runSeconds);
    }

    @Nullable
    public Moment newestAt() {
        return newest == null ? null : Moment.of(newest.endedAt(), now);
    }

    public @Nullable Long newestJob() {
        return newest == null ? null : newest.job();
    }

    /** How long after its data its newest result came; null if that is not known. */
    public @Nullable String behind() {
        var dataTime = newest == null ? null : newest.dataTime();
        return newest == null || dataTime == null ? null : Elapsed.words(Duration.between(dataTime, newest.endedAt()));
    }

    private static @Nullable String words(@Nullable Double seconds) {
        return seconds == null ? null : Elapsed.words(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
