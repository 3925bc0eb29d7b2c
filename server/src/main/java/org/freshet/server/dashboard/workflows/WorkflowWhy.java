package org.freshet.server.dashboard.workflows;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.explain.Explanations;
import org.freshet.server.platform.Elapsed;
import org.springframework.stereotype.Component;

/** Says how a workflow stands: what it waits for, what failed, what to do. */
@Component
class WorkflowWhy {

    private final Explanations explanations;
    private final Words words;

    WorkflowWhy(Explanations explanations, Words words) {
        this.explanations = explanations;
        this.words = words;
    }

    Explanation of(WorkflowFacts workflow, List<Step> steps, CriticalPath critical) {
        return switch (workflow.state()) {
            case TEMPLATE ->
                say(
                        workflow,
                        Look.LATE,
                        words.say("workflow.why.template"),
                        List.of(),
                        "workflow.next.start",
                        "resume");
            case DEFINED, RUNNING -> running(workflow, steps);
            case PAUSED -> say(workflow, Look.LATE, paused(steps), dead(steps), "workflow.next.resume", "resume");
            case FINISHED -> finished(workflow, critical);
            case FAILED -> failed(workflow, steps);
            case CANCELLED -> say(workflow, Look.CALM, cancelled(workflow), List.of(), "workflow.next.rerun", "rerun");
        };
    }

    private Explanation finished(WorkflowFacts workflow, CriticalPath critical) {
        var sentence = words.say(
                "workflow.why.finished",
                workflow.jobs(),
                Objects.requireNonNullElse(workflow.took(), "0 s"),
                Elapsed.words(critical.length()));
        return new Explanation(workflow.now(), Look.CALM, sentence, List.of(), null, null, List.of());
    }

    private Explanation failed(WorkflowFacts workflow, List<Step> steps) {
        var sentences = dead(steps);
        return new Explanation(
                workflow.now(),
                Look.BROKEN,
                sentences.isEmpty() ? words.say("workflow.why.failed") : sentences.getFirst(),
                sentences.stream().skip(1).toList(),
                words.say("workflow.next.failed"),
                command(workflow, "rerun"),
                List.of());
    }

    private Explanation running(WorkflowFacts workflow, List<Step> steps) {
        var dead = dead(steps);
        var sentences = new ArrayList<>(dead);
        if (!dead.isEmpty()) {
            var isStopped = workflow.policy() == FailurePolicy.STOP && workflow.stopped();
            sentences.add(words.say(isStopped ? "workflow.why.stops" : "workflow.why.goesOn"));
        }
        sentences.add(words.say(
                "workflow.why.running",
                count(steps, JobState.RUNNING) + count(steps, JobState.DISPATCHED),
                count(steps, JobState.DEFINED),
                count(steps, JobState.TEMPLATE)));
        waiting(steps).ifPresent(sentences::add);
        return new Explanation(
                workflow.now(),
                dead.isEmpty() ? Look.CALM : Look.BROKEN,
                sentences.getFirst(),
                sentences.subList(1, sentences.size()),
                dead.isEmpty() ? null : words.say("workflow.next.failed"),
                dead.isEmpty() ? null : command(workflow, "rerun"),
                List.of());
    }

    /** While nothing runs, why the first that could does not. */
    private Optional<String> waiting(List<Step> steps) {
        if (count(steps, JobState.RUNNING) + count(steps, JobState.DISPATCHED) > 0) {
            return Optional.empty();
        }
        return steps.stream()
                .flatMap(it -> it.jobs().stream())
                .filter(it -> it.state() == JobState.DEFINED)
                .findFirst()
                .flatMap(job -> explanations
                        .ofJob(new JobId(job.id()))
                        .map(it -> words.say("workflow.why.first", job.vertex(), it.sentence())));
    }

    /** What ended otherwise than it should, and what that holds up; none if nothing did. */
    private List<String> dead(List<Step> steps) {
        var sentences = new ArrayList<String>();
        for (var state : List.of(JobState.FAILED, JobState.EXPIRED, JobState.CANCELLED)) {
            var some =
                    steps.stream().filter(it -> it.counts().containsKey(state)).toList();
            if (!some.isEmpty()) {
                sentences.add(words.say("workflow.why." + state.name(), StepWords.names(some, words), some.size()));
            }
        }
        var skipped = count(steps, JobState.SKIPPED);
        if (skipped > 0) {
            sentences.add(words.say("workflow.why.skipped", skipped));
        }
        return sentences;
    }

    private String paused(List<Step> steps) {
        return words.say("workflow.why.paused", count(steps, JobState.RUNNING) + count(steps, JobState.DISPATCHED));
    }

    private String cancelled(WorkflowFacts workflow) {
        return words.say(
                "workflow.why.cancelled",
                Objects.requireNonNullElse(workflow.cancelledBy(), words.say("unknown")),
                Objects.requireNonNullElse(workflow.cancelledWhy(), words.say("none")));
    }

    private Explanation say(
            WorkflowFacts workflow, Look look, String sentence, List<String> more, String next, String verb) {
        return new Explanation(
                workflow.now(), look, sentence, more, words.say(next), command(workflow, verb), List.of());
    }

    private static String command(WorkflowFacts workflow, String verb) {
        return "freshet workflow " + verb + " " + workflow.id();
    }

    private static long count(List<Step> steps, JobState state) {
        return steps.stream()
                .mapToLong(it -> it.counts().getOrDefault(state, 0L))
                .sum();
    }
}
