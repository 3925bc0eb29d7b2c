package org.freshet.server.dashboard.overview;

import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.alarms.Alarm;
import org.freshet.server.dashboard.freshness.Freshness;
import org.freshet.server.dashboard.freshness.Freshnesses;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.freshness.TypeFreshness;
import org.freshet.server.platform.Elapsed;

/**
 * How things are, in words.
 *
 * @param badge ok, late, broken, or unknown when there is nothing to judge yet
 * @param sentence the numbers that matter
 * @param detail what else is worth knowing; may be empty
 */
record Health(Badge badge, String sentence, String detail) {

    private static final Badge OK = new Badge("ok", "ok", false);
    private static final Badge BROKEN = new Badge("broken", "broken", true);
    private static final Badge LATE = new Badge("late", "late", true);
    private static final Badge UNKNOWN = new Badge("unknown", "unknown", false);

    private static final Pattern IN_A_DURATION =
            Pattern.compile("(?<=\\d) (?=(?:ms|s|min|h|d)\\b)|(?<=\\d (?:min|h|d)) (?=\\d)");

    /** So many types are named. */
    private static final int NAMED = 4;

    /**
     * Judges an installation by its counts.
     *
     * @param changes how often jobs came into each state lately
     * @param alarms what needs a person, the worst first
     * @param fresh how fresh the results of all job types are
     */
    static Health of(
            SequencedMap<JobState, Long> jobs,
            SequencedMap<PilotState, Long> pilots,
            List<ChangeRow> changes,
            List<Alarm> alarms,
            Freshnesses fresh,
            Words words) {
        if (alarms.isEmpty() && jobs.values().stream().allMatch(count -> count == 0)) {
            return new Health(UNKNOWN, words.say("health.none"), words.say("health.none.how"));
        }
        long waiting = count(jobs, JobState.DEFINED);
        long finished = lately(changes, JobState.FINISHED);
        long failed = lately(changes, JobState.FAILED);
        long able = pilots.entrySet().stream()
                .filter(each -> each.getKey().isAlive() && each.getKey() != PilotState.SUBMITTED)
                .mapToLong(each -> each.getValue())
                .sum();
        if (waiting > 0 && able == 0) {
            return new Health(
                    BROKEN,
                    words.say("health.noPilot", waiting),
                    words.say("health.noPilot.detail", count(pilots, PilotState.SUBMITTED), finished, failed));
        }
        boolean isBroken = alarms.stream().anyMatch(Alarm::broken);
        if (!isBroken && !fresh.cards().isEmpty()) {
            String ended = words.say("health.alarm.ended", finished, failed);
            return late(fresh, alarms.size(), ended + " " + detail(jobs, pilots, able, words), words);
        }
        if (!alarms.isEmpty()) {
            return alarmed(
                    alarms,
                    words.say("health.alarm.jobs", waiting, count(jobs, JobState.RUNNING)),
                    words.say("health.alarm.ended", finished, failed) + " " + detail(jobs, pilots, able, words),
                    words);
        }
        String sentence = words.say("health.ok", waiting, count(jobs, JobState.RUNNING), finished, failed);
        String detail = detail(jobs, pilots, able, words);
        return fresh.newest()
                .map(it -> new Health(
                        OK,
                        words.say("health.fresh", fresh.total()) + " " + newest(it, words),
                        (sentence + " " + detail).strip()))
                .orElseGet(() -> new Health(OK, sentence, detail));
    }

    /** The word of the badge is the first word, so that it is told once. */
    private static Health late(Freshnesses fresh, int alarms, String detail, Words words) {
        boolean broken = fresh.broken() > 0;
        String sentence = broken
                ? words.say("health.types.broken", fresh.broken(), fresh.total(), fresh.late())
                : words.say("health.types.late", fresh.late(), fresh.total());
        String newest = fresh.newest().map(it -> " " + newest(it, words)).orElse("");
        String names =
                fresh.cards().stream().limit(NAMED).map(Freshness::jobtype).collect(Collectors.joining(", "));
        String others = words.say(
                "health.types.others",
                names,
                Math.max(0, fresh.cards().size() - NAMED),
                fresh.tiles().size(),
                alarms);
        return new Health(broken ? BROKEN : LATE, sentence + newest, others + " " + detail);
    }

    private static String newest(Freshness type, Words words) {
        TypeFreshness.Result result = Objects.requireNonNull(type.row().result());
        return words.say("health.newest", type.jobtype(), Elapsed.words(result.behind()));
    }

    private static Health alarmed(List<Alarm> alarms, String jobs, String detail, Words words) {
        String what = alarms.size() == 1
                ? alarms.getFirst().brief()
                : words.say("health.alarm.several", alarms.getFirst().brief(), alarms.size() - 1);
        return alarms.getFirst().broken()
                ? new Health(BROKEN, words.say("health.alarm.broken", what, jobs), detail)
                : new Health(LATE, words.say("health.alarm.late", what, jobs), detail);
    }

    private static String detail(
            SequencedMap<JobState, Long> jobs, SequencedMap<PilotState, Long> pilots, long able, Words words) {
        return words.say(
                        "health.detail",
                        count(jobs, JobState.DISPATCHED),
                        able,
                        count(pilots, PilotState.IDLE),
                        count(jobs, JobState.TEMPLATE))
                .strip();
    }

    private static <S> long count(SequencedMap<S, Long> counts, S state) {
        return counts.getOrDefault(state, 0L);
    }

    /** The sentence in large letters: no line ends within a duration. */
    public String heading() {
        return IN_A_DURATION.matcher(sentence).replaceAll("\u00a0");
    }

    private static long lately(List<ChangeRow> changes, JobState state) {
        return changes.stream()
                .filter(row -> row.state() == state)
                .mapToLong(ChangeRow::day)
                .sum();
    }
}
