package org.freshet.server.dashboard.workflows;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MultiValueMap;

/** Makes the list of workflows. All its numbers are of one moment. */
@Component
class WorkflowListReader {

    private static final String PATH = Paths.WORKFLOWS;

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("state", WorkflowState.values()),
            FilterField.of("dag", FilterField.Kind.TEXT),
            FilterField.of("user", FilterField.Kind.TEXT),
            FilterField.of("name", FilterField.Kind.SUBSTRING),
            FilterField.of("id", FilterField.Kind.NUMBER));

    private final ClockSql clock;
    private final WorkflowListSql workflows;
    private final Words words;

    WorkflowListReader(ClockSql clock, WorkflowListSql workflows, Words words) {
        this.clock = clock;
        this.workflows = workflows;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public WorkflowsPage read(MultiValueMap<String, String> query) {
        Filter filter = Filter.parse(PATH, FIELDS, Position.others(query));
        return page(filter, Position.parse(query));
    }

    /** Its jobs by state, each part leading to the list of these jobs. */
    static StateBar bar(long workflow, Map<JobState, Long> counts) {
        SequencedMap<Badge, Long> parts = new LinkedHashMap<>();
        for (JobState state : JobState.values()) {
            if (counts.getOrDefault(state, 0L) > 0) {
                parts.put(Badge.of(state), counts.getOrDefault(state, 0L));
            }
        }
        return StateBar.of(parts, Paths.JOBS, "?workflow=" + workflow + "&state=");
    }

    private WorkflowsPage page(Filter filter, Position position) {
        Long before = position.before();
        List<WorkflowRow> found = before != null
                ? workflows.upward(filter, before, Position.PAGE + 1)
                : workflows.downward(filter, position.below(), Position.PAGE + 1);
        if (before != null && found.size() <= Position.PAGE) {
            return page(filter, Position.NEWEST);
        }
        List<WorkflowRow> rows = counted(position.page(found));
        long total = workflows.total();
        long arrived = position.top() == null ? 0 : workflows.count(filter, position.top());
        return new WorkflowsPage(
                Moment.of(clock.now(), clock.now()),
                filter,
                filter.isEmpty()
                        ? words.say("workflows.count", total)
                        : words.say("workflows.count.of", workflows.count(filter, 0), total),
                rows,
                Pager.of(filter, position, rows.stream().map(WorkflowRow::id).toList(), found.size(), arrived),
                workflows.dags(),
                rows.isEmpty() ? empty(total) : null);
    }

    /** Of a finished one all jobs are finished: nothing needs to be counted. */
    private List<WorkflowRow> counted(List<WorkflowRow> rows) {
        Map<Long, Map<JobState, Long>> states = workflows.states(rows.stream()
                .filter(it -> it.state() != WorkflowState.FINISHED)
                .map(WorkflowRow::id)
                .toList());
        return rows.stream()
                .map(it -> it.with(bar(it.id(), states.getOrDefault(it.id(), allFinished(it)))))
                .toList();
    }

    private static Map<JobState, Long> allFinished(WorkflowRow row) {
        return new EnumMap<>(Map.of(JobState.FINISHED, (long) row.jobs()));
    }

    private EmptyList empty(long total) {
        if (total == 0) {
            return new EmptyList(
                    "#i-flow",
                    words.say("workflows.none.title"),
                    words.say("workflows.none.how"),
                    words.say("workflows.none.command"),
                    "/dags",
                    words.say("workflows.none.dags"));
        }
        return new EmptyList(
                "#i-search",
                words.say("workflows.noMatch.title"),
                words.say("workflows.noMatch", total),
                null,
                PATH,
                words.say("filter.removeAll"));
    }
}
