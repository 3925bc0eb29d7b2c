package org.freshet.server.dashboard;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MultiValueMap;

/** Makes the list of jobs. All its numbers are of one moment. */
@Component
class JobListReader {

    static final String PATH = "/jobs";

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("state", JobState.values()),
            FilterField.choice("reason", FailureReason.values()),
            FilterField.of("exit", FilterField.Kind.NUMBER),
            FilterField.of("type", FilterField.Kind.TEXT).orAlso("jobtype"),
            FilterField.of("user", FilterField.Kind.TEXT),
            FilterField.of("site", FilterField.Kind.TEXT),
            FilterField.of("host", FilterField.Kind.TEXT),
            FilterField.of("pilot", FilterField.Kind.NUMBER),
            FilterField.of("run", FilterField.Kind.NUMBER),
            FilterField.of("name", FilterField.Kind.SUBSTRING),
            FilterField.of("workflow", FilterField.Kind.NUMBER),
            FilterField.of("vertex", FilterField.Kind.WHOLE),
            FilterField.of("id", FilterField.Kind.NUMBER));

    private final ClockSql clock;
    private final JobListSql jobs;
    private final Words words;

    JobListReader(ClockSql clock, JobListSql jobs, Words words) {
        this.clock = clock;
        this.jobs = jobs;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public JobsPage read(MultiValueMap<String, String> query) {
        Filter filter = Filter.parse(PATH, FIELDS, Position.others(query));
        return page(filter, Position.parse(query));
    }

    private JobsPage page(Filter filter, Position position) {
        Long before = position.before();
        List<JobRow> found = before != null
                ? jobs.upward(filter, before, Position.PAGE + 1)
                : jobs.downward(filter, position.below(), Position.PAGE + 1);
        if (before != null && found.size() <= Position.PAGE) {
            return page(filter, Position.NEWEST);
        }
        List<JobRow> rows = position.page(found);
        long total = jobs.total();
        long arrived = position.top() == null ? 0 : jobs.count(filter, position.top());
        return new JobsPage(
                Moment.of(clock.now(), clock.now()),
                filter,
                count(filter, total),
                rows.stream().map(row -> LastWord.of(row, words)).toList(),
                Pager.of(filter, position, rows.stream().map(JobRow::id).toList(), found.size(), arrived),
                jobs.types(),
                rows.isEmpty() ? empty(filter, total) : null);
    }

    private String count(Filter filter, long total) {
        return filter.isEmpty()
                ? words.say("jobs.count", total)
                : words.say("jobs.count.of", jobs.count(filter, 0), total);
    }

    private EmptyList empty(Filter filter, long total) {
        if (total == 0) {
            return new EmptyList(
                    "#i-defined",
                    words.say("jobs.none.title"),
                    words.say("jobs.none.how"),
                    words.say("jobs.none.command"),
                    null,
                    null);
        }
        if (filter.values().keySet().equals(Set.of("state"))
                && filter.of("state").equals(List.of(JobState.FAILED.name()))) {
            return new EmptyList(
                    "#i-finished",
                    words.say("jobs.noFailure.title"),
                    words.say("jobs.noFailure", total),
                    null,
                    PATH,
                    words.say("jobs.all"));
        }
        return noMatch(filter);
    }

    /** Names the filter without which there would be most. */
    private EmptyList noMatch(Filter filter) {
        Optional<Map.Entry<Filter.Chip, Long>> best = filter.chips().stream()
                .map(chip -> Map.entry(chip, jobs.count(filter.without(chip.name()), 0)))
                .max(Comparator.comparing(Map.Entry::getValue));
        String title = words.say("jobs.noMatch.title");
        if (best.isEmpty() || best.get().getValue() == 0) {
            return new EmptyList(
                    "#i-search", title, words.say("jobs.noMatch"), null, PATH, words.say("filter.removeAll"));
        }
        Filter.Chip chip = best.get().getKey();
        String name = words.say("filter." + chip.name());
        return new EmptyList(
                "#i-search",
                title,
                words.say("jobs.noMatch.without", name, chip.value(), best.get().getValue()),
                null,
                chip.removal(),
                words.say("filter.remove", name, chip.value()));
    }
}
