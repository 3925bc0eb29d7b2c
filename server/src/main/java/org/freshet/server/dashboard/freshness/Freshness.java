package org.freshet.server.dashboard.freshness;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.FreshnessView;
import org.freshet.protocol.FreshnessView.Standing;
import org.freshet.protocol.JobId;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the results of a job type are.
 *
 * @param limit from the data to the result; more is late
 * @param spark the last two hours as a line
 * @param why what is the matter, for what is late or broken; null for the others
 */
public record Freshness(
        FreshRow row,
        Duration limit,
        Standing standing,
        Spark spark,
        @Nullable String why) {

    /** So many failures without a result between them are no accident. */
    private static final int FAILING = 3;

    private static final Duration LATELY = Duration.ofHours(1);
    private static final Duration SHOWN = Duration.ofHours(2);

    /** A number and its unit. */
    record Part(String number, String unit) {}

    static Freshness of(FreshRow row, Duration standard, Spark spark) {
        Duration limit = limit(row, standard);
        return new Freshness(row, limit, standing(row, limit), spark, null);
    }

    static Duration limit(FreshRow row, Duration standard) {
        return row.lateAfter() == null ? standard : row.lateAfter();
    }

    public Freshness because(String sentence) {
        return new Freshness(row, limit, standing, spark, sentence);
    }

    private static Standing standing(FreshRow row, Duration limit) {
        if (row.failing() >= FAILING) {
            return Standing.BROKEN;
        }
        Instant now = row.now();
        Duration waited = row.waited();
        FreshRow.Result result = row.result();
        boolean waitsTooLong = waited != null && waited.compareTo(limit) > 0;
        boolean cameTooLate = result != null
                && result.at().isAfter(now.minus(LATELY))
                && result.behind().compareTo(limit) > 0;
        if (waitsTooLong || cameTooLate) {
            return Standing.LATE;
        }
        if (row.open() == null && !row.hasResultSince(now.minus(SHOWN))) {
            return result == null ? Standing.UNKNOWN : Standing.QUIET;
        }
        return Standing.OK;
    }

    boolean isUrgent() {
        return standing == Standing.BROKEN || standing == Standing.LATE;
    }

    public String jobtype() {
        return row.jobtype();
    }

    /** How far it is behind its data: by what waits for longer than it may, else by its newest result; null = not known. */
    @Nullable
    Duration behind() {
        Duration waited = row.waited();
        FreshRow.Result result = row.result();
        if (waited != null && (waited.compareTo(limit) > 0 || result == null)) {
            return waited;
        }
        return result == null ? null : result.behind();
    }

    /** The worst comes first: broken before late, and what is late by more times its limit. */
    double badness() {
        Duration behind = behind();
        double late = behind == null ? 0 : (double) behind.toMillis() / limit.toMillis();
        return standing == Standing.BROKEN ? 1e9 + late : late;
    }

    public Badge badge() {
        return switch (standing) {
            case BROKEN -> new Badge("broken", "broken", true);
            case LATE -> new Badge("late", "late", true);
            case OK -> new Badge("finished", "fresh", false);
            case QUIET -> new Badge("stopped", "quiet", false);
            case UNKNOWN -> new Badge("unknown", "unknown", false);
        };
    }

    /** {@code 14 min 05 s} by its parts; none if it is not known. */
    public List<Part> value() {
        Duration behind = behind();
        if (behind == null) {
            return List.of();
        }
        String[] words = Elapsed.coarse(behind).split(" ", -1);
        List<Part> parts = new ArrayList<>();
        for (int n = 0; n + 1 < words.length; n += 2) {
            parts.add(new Part(words[n], words[n + 1]));
        }
        return parts;
    }

    /** The same as one text, for the words between numbers. */
    public String words() {
        Duration behind = behind();
        return behind == null ? "" : Elapsed.coarse(behind);
    }

    public String limitWords() {
        return Elapsed.set(limit);
    }

    /** By how much it is over its limit; null if it is not. */
    @Nullable
    public String over() {
        Duration behind = behind();
        return behind == null || behind.compareTo(limit) <= 0 ? null : Elapsed.coarse(behind.minus(limit));
    }

    /** Its jobs, those that matter first. */
    public String href() {
        String state = switch (standing) {
            case BROKEN -> "FAILED";
            case LATE -> row.open() == null ? "FINISHED" : "DEFINED,DISPATCHED,RUNNING";
            case OK, QUIET, UNKNOWN -> "";
        };
        return Paths.JOBS + "?" + (state.isEmpty() ? "" : "state=" + state + "&") + "type="
                + URLEncoder.encode(row.jobtype(), StandardCharsets.UTF_8);
    }

    /** The job that says most of why; null if none does. */
    @Nullable
    public Long job() {
        FreshRow.Open open = row.open();
        return open == null ? null : Long.valueOf(open.job());
    }

    /** For machines. */
    FreshnessView view() {
        Duration behind = behind();
        FreshRow.Result result = row.result();
        FreshRow.Open open = row.open();
        return new FreshnessView(
                row.jobtype(),
                standing,
                behind == null ? null : Double.valueOf(behind.toMillis() / 1000.0),
                limit.toSeconds(),
                result == null ? null : result.at(),
                result == null ? null : new JobId(result.job()),
                open == null ? null : new JobId(open.job()),
                row.waiting(),
                row.running());
    }
}
