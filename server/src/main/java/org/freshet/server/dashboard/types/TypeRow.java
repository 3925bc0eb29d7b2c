package org.freshet.server.dashboard.types;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.FreshnessView.CountsFrom;
import org.freshet.server.dashboard.freshness.Freshness;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.freshness.TypeFreshness.Result;
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
 * @param fresh how fresh its results are; null = not known
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
        @Nullable Freshness fresh) {

    public String page() {
        return Paths.TYPES + "/" + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
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

    /** That it is late or broken; null if it is neither. */
    public @Nullable Badge urgent() {
        return fresh != null && fresh.isUrgent() ? fresh.badge() : null;
    }

    private @Nullable Result newest() {
        return fresh == null ? null : fresh.row().result();
    }

    @Nullable
    public Moment newestAt() {
        return fresh == null ? null : fresh.resultAt();
    }

    public @Nullable Long newestJob() {
        var newest = newest();
        return newest == null ? null : newest.job();
    }

    /** How long after its data its newest result came; null if that is not known. */
    public @Nullable String behind() {
        var newest = newest();
        return newest == null || newest.since().from() != CountsFrom.DATA ? null : Elapsed.words(newest.behind());
    }

    private static @Nullable String words(@Nullable Double seconds) {
        return seconds == null ? null : Elapsed.words(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
