package org.freshet.server.dashboard.freshness;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.FreshnessView;
import org.freshet.protocol.FreshnessView.CountsFrom;
import org.freshet.protocol.FreshnessView.Standing;
import org.freshet.protocol.JobId;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.freshness.TypeFreshness;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * How the freshness of a job type is shown.
 *
 * @param spark the last two hours as a line
 * @param why what is the matter, for what is late or broken; null for the others
 */
public record Freshness(
        TypeFreshness row, Spark spark, @Nullable String why) {

    /** A number and its unit. */
    record Part(String number, String unit) {}

    static Freshness of(TypeFreshness row, Spark spark) {
        return new Freshness(row, spark, null);
    }

    public Freshness because(String sentence) {
        return new Freshness(row, spark, sentence);
    }

    public Standing standing() {
        return row.standing();
    }

    Duration limit() {
        return row.limit();
    }

    public boolean isUrgent() {
        return standing() == Standing.BROKEN || standing() == Standing.LATE;
    }

    public String jobtype() {
        return row.jobtype();
    }

    /** How far it is behind: by what is to come for longer than it may, else by its newest result; null = not known. */
    @Nullable
    Duration behind() {
        var lag = row.newestLag();
        return lag == null ? null : lag.behind();
    }

    /** Whether what it is behind is not counted from when its data were taken. */
    public boolean isNotOfData() {
        var lag = row.newestLag();
        return lag != null && lag.from() != CountsFrom.DATA;
    }

    /** The worst comes first: broken before late, and what is late by more times its limit. */
    double badness() {
        Duration behind = behind();
        double late = behind == null ? 0 : (double) behind.toMillis() / limit().toMillis();
        return standing() == Standing.BROKEN ? 1e9 + late : late;
    }

    public Badge badge() {
        return switch (standing()) {
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
        String[] words = Elapsed.words(behind).split(" ", -1);
        List<Part> parts = new ArrayList<>();
        for (int n = 0; n + 1 < words.length; n += 2) {
            parts.add(new Part(words[n], words[n + 1]));
        }
        return parts;
    }

    /** The same as one text, for the words between numbers. */
    public String words() {
        Duration behind = behind();
        return behind == null ? "" : Elapsed.words(behind);
    }

    public String limitWords() {
        return Elapsed.set(limit());
    }

    /** By how much it is over its limit; null if it is not. */
    @Nullable
    public String over() {
        Duration behind = behind();
        return behind == null || behind.compareTo(limit()) <= 0 ? null : Elapsed.coarse(behind.minus(limit()));
    }

    /** When its newest result came; null if none did. */
    @Nullable
    public Moment resultAt() {
        TypeFreshness.Result result = row.result();
        return result == null ? null : Moment.of(result.at(), row.now());
    }

    /** Its jobs, those that matter first. */
    public String href() {
        String state = switch (standing()) {
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
        TypeFreshness.Open open = row.open();
        return open == null ? null : Long.valueOf(open.job());
    }

    /** For machines. */
    FreshnessView view() {
        TypeFreshness.Lag lag = row.newestLag();
        TypeFreshness.Result result = row.result();
        TypeFreshness.Open open = row.open();
        return new FreshnessView(
                row.jobtype(),
                standing(),
                lag == null ? null : Double.valueOf(lag.behind().toMillis() / 1000.0),
                lag == null ? null : lag.from(),
                row.limit().toSeconds(),
                result == null ? null : result.at(),
                result == null ? null : new JobId(result.job()),
                open == null ? null : new JobId(open.job()),
                row.waiting(),
                row.running());
    }
}
