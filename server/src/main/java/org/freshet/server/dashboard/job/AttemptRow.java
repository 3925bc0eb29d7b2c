package org.freshet.server.dashboard.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.FailureWords;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * One try at a job, as the job's page lists it.
 *
 * @param now when the row was read, on the database's clock
 * @param result null while it is open
 * @param live whether the books count it as dispatched or running
 * @param cpuMs processor time of its payload; null if nobody said
 * @param memoryMb the most memory that it was seen to have; null if nobody said
 */
public record AttemptRow(
        Instant now,
        int attempt,
        long pilot,
        @Nullable String site,
        @Nullable String host,
        @Nullable String batchId,
        boolean live,
        Instant dispatchedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String result,
        @Nullable FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        @Nullable String message,
        @Nullable Long cpuMs,
        @Nullable Integer memoryMb) {

    /** The attempt that a URL asks for, or the latest. There is at least one. */
    static AttemptRow chosen(@Nullable String text, List<AttemptRow> latestFirst, String job, Ids ids) {
        if (text == null) {
            return latestFirst.getFirst();
        }
        return latestFirst.stream()
                .filter(row -> text.equals(Integer.toString(row.attempt())))
                .findFirst()
                .orElseThrow(
                        () -> ids.noAttempt(text, job, latestFirst.getFirst().attempt()));
    }

    public Badge badge() {
        return Badge.ofAttempt(result, live, startedAt != null);
    }

    @Nullable
    public String why() {
        return FailureWords.brief(reason, exitCode, signal);
    }

    public Moment dispatched() {
        return Moment.of(dispatchedAt, now);
    }

    @Nullable
    public Moment started() {
        return Moment.ofNullable(startedAt, now);
    }

    @Nullable
    public Moment ended() {
        return Moment.ofNullable(endedAt, now);
    }

    /** The page of its host; null if it is not known. */
    @Nullable
    public String hostPage() {
        return host == null ? null : Paths.host(host);
    }

    /** {@code 41 s}: processor time of all its processes; null if nobody said. */
    @Nullable
    public String cpu() {
        return cpuMs == null ? null : Elapsed.words(Duration.ofMillis(cpuMs));
    }

    boolean open() {
        return endedAt == null;
    }

    /** How long the payload ran or runs; null if its start was never reported, or its end is not known. */
    @Nullable
    public String ran() {
        if (startedAt == null || (endedAt == null && !live)) {
            return null;
        }
        return Elapsed.words(Duration.between(startedAt, endedAt == null ? now : endedAt));
    }

    /** How long a pilot held it; null while it does. */
    @Nullable
    String held() {
        return endedAt == null ? null : Elapsed.words(Duration.between(dispatchedAt, endedAt));
    }
}
