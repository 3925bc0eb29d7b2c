package org.freshet.server.dashboard.workflows;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.HistorySql;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/** Makes the page of one workflow. All that it says is of one moment. */
@Component
class WorkflowReader {

    /** Steps that are drawn; of more there is the table only, in parts. */
    static final int MOST_DRAWN = 1500;

    private static final int PART = 500;
    private static final int DATASETS = 200;
    private static final int NAMES = 12;

    private final WorkflowPageSql workflows;
    private final HistorySql histories;
    private final WorkflowWhy why;
    private final Ids ids;
    private final Words words;

    WorkflowReader(WorkflowPageSql workflows, HistorySql histories, WorkflowWhy why, Ids ids, Words words) {
        this.workflows = workflows;
        this.histories = histories;
        this.why = why;
        this.ids = ids;
        this.words = words;
    }

    /**
     * The page that a URL asks for.
     *
     * @param part of the table, if that is divided; null for the first
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public WorkflowPage read(String id, @Nullable String part) {
        var workflow = workflows.facts(ids.workflow(id)).orElseThrow(() -> ids.noWorkflow(id));
        var jobs = workflows.jobs(workflow.id());
        var steps = Steps.of(jobs, workflow.startedAt());
        var critical = CriticalPath.of(steps, workflow.end());
        var said = new StepWords(workflow, steps, critical, words);
        var isDrawn = steps.size() <= MOST_DRAWN;
        var parts = isDrawn ? 1 : Math.ceilDiv(steps.size(), PART);
        var number = number(part, parts);
        var shown = isDrawn ? steps : steps.subList(PART * (number - 1), Math.min(PART * number, steps.size()));
        var counts = counts(jobs);
        return new WorkflowPage(
                Moment.of(workflow.now(), workflow.now()),
                workflow,
                why.of(workflow, steps, critical),
                WorkflowListReader.bar(workflow.id(), counts),
                sum(counts, jobs.size(), steps),
                spoken(critical),
                said.timeline(),
                shown.stream().map(said::row).toList(),
                steps.size(),
                number,
                parts,
                isDrawn,
                workflows.datasets(workflow.id(), DATASETS),
                workflows.datasetCount(workflow.id()),
                histories.ofWorkflow(workflow.id()));
    }

    private static int number(@Nullable String part, int parts) {
        if (part == null) {
            return 1;
        }
        return Ids.number(part)
                .filter(it -> it >= 1 && it <= parts)
                .map(Long::intValue)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    }

    private static Map<JobState, Long> counts(List<VertexJob> jobs) {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        jobs.forEach(it -> counts.merge(it.state(), 1L, Long::sum));
        return counts;
    }

    /** {@code 3 + 14 = 17, evdisp counts as 6}. */
    private String sum(Map<JobState, Long> counts, int total, List<Step> steps) {
        var parts = counts.values().stream()
                .map(it -> String.format(Locale.ENGLISH, "%,d", it))
                .collect(Collectors.joining(" + "));
        var sentences = new ArrayList<String>();
        sentences.add(words.say("workflow.sum", parts, total));
        // The one that listed the items is a job, too: without it the parts would not add up.
        steps.stream()
                .filter(Step::isMany)
                .limit(3)
                .forEach(it -> sentences.add(words.say(
                        "workflow.sum.many",
                        it.name(),
                        it.jobs().size(),
                        it.items().size())));
        return String.join(", ", sentences);
    }

    private @Nullable String spoken(CriticalPath critical) {
        if (critical.length().isZero()) {
            return null;
        }
        var steps = critical.steps();
        var names = steps.stream().limit(NAMES).map(Step::name).collect(Collectors.joining(" → "));
        return words.say(
                "workflow.critical",
                steps.size() > NAMES ? names + " → … → " + steps.getLast().name() : names,
                steps.size(),
                Elapsed.words(critical.length()));
    }
}
