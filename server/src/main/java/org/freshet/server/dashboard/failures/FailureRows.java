package org.freshet.server.dashboard.failures;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.server.dashboard.failures.ErrorsQuery.By;
import org.freshet.server.dashboard.page.FailureWords;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.failure.Acknowledgements;
import org.freshet.server.failure.FailureKey;
import org.freshet.server.failure.FailurePart;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says groups of failures in words. */
@Component
class FailureRows {

    private static final int EXAMPLES = 2;
    private static final double WIDE = 100;
    private static final double HIGH = 30;

    /** What the payload printed tells more than what its pilot says. */
    private static final Set<FailureReason> TOLD_BY_THE_PAYLOAD =
            Set.of(FailureReason.EXIT_CODE, FailureReason.SIGNAL, FailureReason.TIME_LIMIT);

    private final LastLines lines;
    private final Words words;

    FailureRows(LastLines lines, Words words) {
        this.lines = lines;
        this.words = words;
    }

    /**
     * What there is to know of failures besides their groups.
     *
     * @param unresolved all that is unresolved
     * @param said what people said of it
     * @param bad hosts that stand out and are not banned
     */
    record Around(
            ErrorsQuery query,
            List<FailurePart> unresolved,
            List<AcknowledgementView> said,
            Set<String> bad,
            Instant now) {

        /** What is unresolved of a group. */
        List<FailurePart> of(FailureKey group) {
            return unresolved.stream()
                    .filter(it -> query.group(it.key()).equals(group))
                    .toList();
        }
    }

    /** The rows of a page. */
    List<FailureRow> of(List<FailureGroup> groups, Around around) {
        var printed = lines.of(groups.stream().map(FailureRows::example).toList());
        return groups.stream()
                .map(it -> row(it, printed.get(example(it)), around))
                .toList();
    }

    private static AttemptId example(FailureGroup group) {
        return new AttemptId(new JobId(group.example()), group.attempt());
    }

    private FailureRow row(FailureGroup group, @Nullable String printed, Around around) {
        var key = group.key();
        var parts = around.of(key);
        var known = known(parts, around);
        var examples = group.ids().stream().limit(EXAMPLES).map(String::valueOf).toList();
        return new FailureRow(
                key.id(),
                key.jobtype(),
                brief(key),
                group.hosts().size() == 1 ? group.hosts().getFirst() : null,
                words.say("errors.hostCount", group.hosts().size()),
                group.jobs(),
                lastWord(group, printed),
                nextStep(group, around.bad()),
                Moment.of(group.first(), around.now()),
                Moment.of(group.last(), around.now()),
                spark(group.course()),
                examples,
                group.jobs() - examples.size(),
                group.list(),
                known,
                parts.isEmpty() || known != null
                        ? null
                        : form(key, parts, around.query().by()));
    }

    /** {@code EXIT_CODE 65}. */
    static String brief(FailureKey key) {
        return String.valueOf(FailureWords.brief(key.reason(), key.exitCode(), key.signal()));
    }

    /** The latest that was said; nothing if there are jobs of which nobody has said anything. */
    private static FailureRow.@Nullable Known known(List<FailurePart> parts, Around around) {
        var said = parts.stream()
                .flatMap(it -> Acknowledgements.of(it, around.said()).stream())
                .toList();
        if (said.size() < parts.size()) {
            return null;
        }
        return said.stream()
                .max(Comparator.comparing(AcknowledgementView::at))
                .map(it -> new FailureRow.Known(
                        Long.toString(it.id()), it.by(), Moment.of(it.at(), around.now()), it.note()))
                .orElse(null);
    }

    private static FailureRow.Form form(FailureKey key, List<FailurePart> parts, By by) {
        return new FailureRow.Form(
                key.reason().name(),
                key.exitCode() == null ? "" : key.exitCode().toString(),
                key.signal() == null ? "" : key.signal().toString(),
                key.jobtype(),
                key.host() == null ? "" : key.host(),
                by == By.CAUSE ? "true" : "",
                parts.stream()
                        .map(FailurePart::last)
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .toString());
    }

    private static @Nullable String lastWord(FailureGroup group, @Nullable String printed) {
        var said = group.message();
        var prefersPrinted = TOLD_BY_THE_PAYLOAD.contains(group.key().reason());
        return (prefersPrinted && printed != null) || said == null ? printed : said;
    }

    private String nextStep(FailureGroup group, Set<String> bad) {
        return group.hosts().size() == 1 && bad.contains(group.hosts().getFirst())
                ? words.say("errors.next.host", group.hosts().getFirst())
                : group.key().reason().nextStep();
    }

    /** A line through the counts, the highest at the top. */
    static String spark(List<Integer> course) {
        var most = Math.max(1, course.stream().mapToInt(Integer::intValue).max().orElse(1));
        var last = Math.max(1, course.size() - 1);
        return "M"
                + IntStream.range(0, course.size())
                        .mapToObj(n -> String.format(
                                Locale.ROOT, "%.1f,%.1f", WIDE * n / last, HIGH - (HIGH - 2) * course.get(n) / most))
                        .collect(Collectors.joining(" "));
    }
}
