package org.freshet.server.dashboard.grid;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one type in one run: the worst state and how many are in it; or that there is none.
 *
 * @param kind what it is
 * @param look icon and colour class of the worst state; empty if there is no job
 * @param text what is written in it
 * @param spoken what it means
 * @param href the job, or the jobs; null if there is none
 */
record GridCell(
        Kind kind,
        String look,
        String text,
        String spoken,
        @Nullable String href) {

    /** The worst first: what failed, what never ran, what goes on, and what is well. */
    private static final List<JobState> WORST = List.of(
            JobState.FAILED,
            JobState.EXPIRED,
            JobState.CANCELLED,
            JobState.SKIPPED,
            JobState.RUNNING,
            JobState.DISPATCHED,
            JobState.DEFINED,
            JobState.TEMPLATE,
            JobState.FINISHED);

    /** What a cell tells. */
    enum Kind {
        JOBS,
        /** None, though one is expected. */
        HOLE,
        /** None, and none is expected. */
        NOTHING
    }

    /** @param counts by state; at least one */
    static GridCell of(long run, String jobtype, List<GridSql.Count> counts, Words words) {
        var worst = counts.stream()
                .min(Comparator.comparingInt(it -> WORST.indexOf(it.state())))
                .orElseThrow();
        long all = counts.stream().mapToLong(GridSql.Count::jobs).sum();
        long done = counts.stream()
                .filter(it -> it.state() == JobState.FINISHED)
                .mapToLong(GridSql.Count::jobs)
                .sum();
        boolean goesOn = worst.state() == JobState.RUNNING || worst.state() == JobState.DISPATCHED;
        String number = goesOn ? number(done) + "/" + number(all) : number(worst.jobs());
        var badge = Badge.of(worst.state());
        return new GridCell(
                Kind.JOBS,
                badge.look(),
                number,
                words.say("grid.cell", number, badge.word(), Long.toString(run), jobtype, all),
                worst.jobs() == 1 && !goesOn
                        ? Paths.JOBS + "/" + worst.first()
                        : list(run, jobtype, goesOn || worst.state() == JobState.FINISHED ? null : worst.state()));
    }

    static GridCell hole(long run, String jobtype, Words words) {
        return new GridCell(
                Kind.HOLE,
                "",
                words.say("grid.hole"),
                words.say("grid.hole.spoken", jobtype, Long.toString(run)),
                Paths.JOBS + "?run=" + run);
    }

    static GridCell nothing(Words words) {
        return new GridCell(Kind.NOTHING, "", "", words.say("grid.nothing"), null);
    }

    private static String list(long run, String jobtype, @Nullable JobState state) {
        return Paths.JOBS + "?" + (state == null ? "" : "state=" + state + "&") + "type="
                + URLEncoder.encode(jobtype, StandardCharsets.UTF_8) + "&run=" + run;
    }

    private static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    public boolean isHole() {
        return kind == Kind.HOLE;
    }

    public boolean hasJobs() {
        return kind == Kind.JOBS;
    }

    /** Whether a person may have to look at it. */
    boolean isTrouble() {
        return isHole() || look.equals("failed") || look.equals("expired");
    }

    public String icon() {
        return isHole() ? "#i-hole" : "#i-" + look;
    }
}
