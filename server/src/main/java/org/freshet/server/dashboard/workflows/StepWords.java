package org.freshet.server.dashboard.workflows;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/** Says of each step of a workflow how it stands. */
final class StepWords {

    /** Names that are listed; of more it is said how many. */
    private static final int NAMES = 4;

    private final WorkflowFacts workflow;
    private final Map<Long, Step> steps;
    private final Set<Long> critical;
    private final Timeline timeline;
    private final Words words;

    StepWords(WorkflowFacts workflow, List<Step> steps, CriticalPath critical, Words words) {
        this.workflow = workflow;
        this.steps = steps.stream().collect(Collectors.toMap(Step::key, it -> it));
        this.critical = critical.keys();
        this.timeline = Timeline.of(workflow, steps);
        this.words = words;
    }

    Timeline timeline() {
        return timeline;
    }

    StepRow row(Step step) {
        var only = step.jobs().getFirst();
        var begin = step.begin();
        return new StepRow(
                step.key(),
                href(step, only),
                step.name(),
                step.items().size(),
                Badge.of(step.state()),
                failure(step),
                remark(step),
                parents(step),
                step.parents().stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")),
                step.jobs().stream().mapToInt(VertexJob::attempt).sum(),
                Moment.ofNullable(begin, workflow.now()),
                Moment.ofNullable(ended(step), workflow.now()),
                waited(step),
                ran(step),
                step.isMany() ? null : only.host(),
                critical.contains(step.key()),
                timeline.lane(step),
                shape(step),
                note(step));
    }

    private String href(Step step, VertexJob only) {
        return step.isMany()
                ? Paths.JOBS + "?workflow=" + workflow.id() + "&vertex="
                        + URLEncoder.encode(step.name(), StandardCharsets.UTF_8)
                : Paths.JOBS + "/" + only.id();
    }

    private static String shape(Step step) {
        return step.isMany() ? "many" : step.isNoop() ? "noop" : "one";
    }

    private static @Nullable String failure(Step step) {
        return step.jobs().stream()
                .map(VertexJob::failure)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Instant ended(Step step) {
        return step.isFinal()
                ? step.jobs().stream()
                        .map(VertexJob::endedAt)
                        .flatMap(Stream::ofNullable)
                        .max(Comparator.naturalOrder())
                        .orElse(null)
                : null;
    }

    /** From its release until a pilot took it, or until now; of a job that is to be tried again, since its last try. */
    private @Nullable String waited(Step step) {
        var from = step.releasedAt();
        var begin = step.begin();
        if (from == null || step.isNoop()) {
            return null;
        }
        var last = step.isMany() || step.state() != JobState.DEFINED ? null : step.end(workflow.now());
        if (last != null) {
            return Elapsed.words(Duration.between(last, workflow.now()));
        }
        if (begin != null) {
            return Elapsed.words(Duration.between(from, begin));
        }
        return step.state() == JobState.DEFINED ? Elapsed.words(Duration.between(from, workflow.now())) : null;
    }

    private String ran(Step step) {
        if (step.begin() == null) {
            return step.isNoop() ? words.say("steps.noop") : words.say("none");
        }
        var took = Elapsed.words(step.took(workflow.now()));
        return step.jobs().stream().anyMatch(it -> it.tries().stream().anyMatch(one -> one.to() == null))
                ? words.say("steps.soFar", took)
                : took;
    }

    private String remark(Step step) {
        if (step.isMany()) {
            return counts(Step.counts(step.items()));
        }
        var job = step.jobs().getFirst();
        return switch (job.state()) {
            case TEMPLATE -> waitsFor(step);
            case DEFINED -> words.say("steps.waitsForPilot");
            case DISPATCHED -> words.say("steps.handedOver");
            case RUNNING, FINISHED, FAILED -> job.attempt() > 1 ? words.say("steps.atTry", job.attempt()) : "";
            case CANCELLED, EXPIRED -> "";
            case SKIPPED -> because(step);
        };
    }

    /** {@code 10 finished, 2 running}. */
    static String counts(Map<JobState, Long> counts) {
        return counts.entrySet().stream()
                .map(it -> String.format(
                        Locale.ENGLISH,
                        "%,d %s",
                        it.getValue(),
                        Badge.of(it.getKey()).word()))
                .collect(Collectors.joining(", "));
    }

    private String waitsFor(Step step) {
        var open = parentsOf(step).filter(it -> it.state() != JobState.FINISHED).toList();
        return open.isEmpty() ? words.say("steps.held") : words.say("steps.waitsFor", names(open));
    }

    private String because(Step step) {
        var dead = parentsOf(step)
                .filter(it -> it.isFinal() && it.state() != JobState.FINISHED)
                .toList();
        return dead.isEmpty()
                ? ""
                : words.say(
                        "steps.because",
                        names(dead.subList(0, 1)),
                        Badge.of(dead.getFirst().state()).word());
    }

    private String parents(Step step) {
        return step.parents().isEmpty()
                ? words.say("none")
                : names(parentsOf(step).toList());
    }

    private Stream<Step> parentsOf(Step step) {
        return step.parents().stream()
                .sorted()
                .map(steps::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
    }

    private String names(List<Step> some) {
        return names(some, words);
    }

    /** {@code left, right}; of many the first and how many more. */
    static String names(List<Step> some, Words words) {
        var first = some.stream().limit(NAMES).map(StepWords::titled).collect(Collectors.joining(", "));
        return some.size() > NAMES ? words.say("steps.andMore", first, some.size() - NAMES) : first;
    }

    private static String titled(Step step) {
        return step.isMany() ? step.name() + " ×" + step.items().size() : step.name();
    }

    private String note(Step step) {
        if (step.isMany()) {
            var done = step.items().stream()
                    .filter(it -> it.state() == JobState.FINISHED)
                    .count();
            return words.say("steps.ofMany", done, step.items().size());
        }
        var job = step.jobs().getFirst();
        if (job.failure() != null) {
            return job.failure();
        }
        return switch (job.state()) {
            case RUNNING, FINISHED, CANCELLED ->
                job.noop()
                        ? words.say("steps.noop")
                        : step.begin() == null ? "" : Elapsed.words(step.took(workflow.now()));
            case TEMPLATE -> job.noop() ? words.say("steps.noop") : "";
            case DEFINED, DISPATCHED, FAILED, EXPIRED, SKIPPED -> "";
        };
    }
}
