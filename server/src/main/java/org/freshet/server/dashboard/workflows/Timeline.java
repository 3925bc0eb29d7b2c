package org.freshet.server.dashboard.workflows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.jspecify.annotations.Nullable;

/**
 * Where in the time of a workflow things lie. All is in percent of its length.
 *
 * @param begin the workflow's, or of the first thing in it
 * @param end the workflow's, or the present
 * @param now whether that is the present
 */
record Timeline(Instant begin, Instant end, boolean now) {

    /** In percent: what took no time is seen all the same. */
    private static final double NARROWEST = 0.4;

    /**
     * What was and is with one step.
     *
     * @param waiting while nothing but a pilot was missing; null if that has not come
     * @param runs of a single job each attempt, of several one from the first begin to the last end
     * @param whole around them all; null if there are none
     */
    record Lane(
            @Nullable Span waiting,
            List<Span> runs,
            @Nullable Span whole) {}

    /**
     * A part of the time.
     *
     * @param look colour class
     * @param hatched what is broken has a second mark beside its colour
     */
    record Span(String look, String x, String width, boolean hatched) {}

    static Timeline of(WorkflowFacts workflow, List<Step> steps) {
        var begin = steps.stream()
                .map(Step::begin)
                .flatMap(Stream::ofNullable)
                .reduce(workflow.startedAt() == null ? workflow.end() : workflow.startedAt(), Timeline::earlier);
        return new Timeline(begin, workflow.end(), workflow.endedAt() == null && workflow.startedAt() != null);
    }

    Lane lane(Step step) {
        var runs = step.isMany() ? together(step) : each(step.jobs().getFirst());
        var begin = step.begin();
        var over = step.end(end);
        var whole = begin == null || over == null ? null : span("", begin, over);
        return new Lane(waiting(step), runs, whole);
    }

    /** Until a pilot took it; between attempts, too, which are drawn above. */
    private @Nullable Span waiting(Step step) {
        var from = step.releasedAt();
        if (from == null || step.jobs().stream().allMatch(VertexJob::noop)) {
            return null;
        }
        var over = step.end(end);
        return switch (step.state()) {
            case TEMPLATE, SKIPPED -> null;
            case DEFINED -> span("", from, end);
            case DISPATCHED, RUNNING, FINISHED, FAILED, CANCELLED, EXPIRED ->
                span("", from, over == null ? givenUp(step) : over);
        };
    }

    private Instant givenUp(Step step) {
        var ended = step.jobs().getFirst().endedAt();
        return ended == null ? end : ended;
    }

    private List<Span> each(VertexJob job) {
        var spans = new ArrayList<Span>();
        for (var one : job.tries()) {
            var isLast = one.equals(job.tries().getLast());
            var badge = isLast && one.result() == null
                    ? Badge.of(job.state())
                    : Badge.ofAttempt(one.result(), one.live(), true);
            spans.add(span(badge.look(), one.from(), one.to() == null ? end : one.to()));
        }
        if (spans.isEmpty() && job.noop() && job.state() == JobState.FINISHED && job.endedAt() != null) {
            spans.add(span(Badge.of(job.state()).look(), job.endedAt(), job.endedAt()));
        }
        return spans;
    }

    private List<Span> together(Step step) {
        var begin = step.begin();
        var over = step.end(end);
        return begin == null || over == null
                ? List.of()
                : List.of(span(Badge.of(step.state()).look(), begin, over));
    }

    private Span span(String look, Instant from, Instant to) {
        double x = Math.min(percent(from), 100 - NARROWEST);
        double width = Math.max(NARROWEST, percent(to) - x);
        return new Span(look, text(x), text(width), look.equals("failed") || look.equals("lost"));
    }

    private double percent(Instant at) {
        double length = Math.max(1, Duration.between(begin, end).toMillis());
        return Math.clamp(100 * Duration.between(begin, at).toMillis() / length, 0.0, 100.0);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
