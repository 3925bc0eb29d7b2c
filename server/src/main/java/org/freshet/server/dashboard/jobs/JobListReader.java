package org.freshet.server.dashboard.jobs;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.job.JobCriteria;
import org.freshet.server.job.JobOrder;
import org.freshet.server.job.MatchingJobsSql;
import org.freshet.server.job.MatchingJobsSql.Part;
import org.freshet.server.job.MatchingJobsSql.Way;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MultiValueMap;

/** Makes the list of jobs. All its numbers are of one moment. */
@Component
class JobListReader {

    private static final String PATH = Paths.JOBS;

    /** Newer jobs are counted so far. */
    private static final int MOST_ARRIVED = 10_000;

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("state", JobState.values()),
            FilterField.choice("reason", FailureReason.values()),
            FilterField.of("exit", FilterField.Kind.NUMBER),
            FilterField.of("type", FilterField.Kind.TEXT).orAlso("jobtype"),
            FilterField.of("user", FilterField.Kind.TEXT),
            FilterField.of("site", FilterField.Kind.TEXT),
            FilterField.of("host", FilterField.Kind.TEXT),
            FilterField.of("pilot", FilterField.Kind.NUMBER),
            FilterField.of("run", FilterField.Kind.RUNS),
            FilterField.of("from", FilterField.Kind.TIME),
            FilterField.of("to", FilterField.Kind.TIME),
            FilterField.of("endedfrom", FilterField.Kind.TIME),
            FilterField.of("endedto", FilterField.Kind.TIME),
            FilterField.of("q", FilterField.Kind.SUBSTRING),
            FilterField.of("name", FilterField.Kind.SUBSTRING),
            FilterField.of("workflow", FilterField.Kind.NUMBER),
            FilterField.of("vertex", FilterField.Kind.WHOLE),
            FilterField.of("id", FilterField.Kind.NUMBER),
            FilterField.kept(
                    "sort",
                    Stream.of(JobOrder.values()).map(JobListReader::word).toList()),
            FilterField.kept("cols", JobColumn.words()));

    private final ClockSql clock;
    private final MatchingJobsSql matching;
    private final JobSearchSql search;
    private final JobListSql jobs;
    private final Words words;

    JobListReader(ClockSql clock, MatchingJobsSql matching, JobSearchSql search, JobListSql jobs, Words words) {
        this.clock = clock;
        this.matching = matching;
        this.search = search;
        this.jobs = jobs;
        this.words = words;
    }

    /** What a URL asks for, apart from the place in the list. */
    static Filter filter(MultiValueMap<String, String> query) {
        return Filter.parse(PATH, FIELDS, JobPlace.others(query));
    }

    /** The jobs that a filter means. */
    static JobCriteria criteria(Filter filter, Instant now) {
        return JobCriteria.of(filter.conditions().values(), now);
    }

    static JobOrder order(Filter filter) {
        return filter.single("sort")
                .map(it -> JobOrder.valueOf(it.toUpperCase(Locale.ROOT)))
                .orElse(JobOrder.NEWEST);
    }

    static String word(JobOrder order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public JobsPage read(MultiValueMap<String, String> query) {
        Filter filter = filter(query);
        Instant now = clock.now();
        Way way = matching.way(criteria(filter, now));
        return page(new Wanted(filter, order(filter), way, now), there(JobPlace.parse(query), order(filter)));
    }

    /** What is asked for, but for the place. */
    private record Wanted(Filter filter, JobOrder order, Way way, Instant now) {

        /** All, as far as they are looked for. */
        Part all() {
            return new Part(order, false, null, null, MatchingJobsSql.LOOKED_THROUGH, MatchingJobsSql.LOOKED_THROUGH);
        }
    }

    /** In some orders a job that was purged has no place any more: the page begins anew. */
    private JobPlace there(JobPlace place, JobOrder order) {
        Long key = place.key();
        return key == null || !order.hasKey() || matching.isThere(key) ? place : JobPlace.FIRST;
    }

    private JobsPage page(Wanted wanted, JobPlace place) {
        Part part = place.part(wanted.order());
        List<ListedJob> found = search.rows(wanted.way(), part);
        boolean fits = found.size() <= Position.PAGE;
        Long end = fits ? matching.endOfSearch(wanted.way(), part).orElse(null) : null;
        if (place.isBackward() && fits && end == null) {
            return page(wanted, JobPlace.FIRST);
        }
        List<ListedJob> rows = place.page(found);
        List<Long> ids = rows.stream().map(it -> it.row().id()).toList();
        Filter filter = wanted.filter();
        long arrived = arrived(wanted, place);
        Pager pager = place.pager(filter, wanted.order(), ids, found.size(), end, arrived, search.newest());
        boolean seesAll = fits && place.isFirst() && arrived <= MOST_ARRIVED;
        Count count = count(wanted, () -> seesAll ? new Matches(rows.size() + arrived, end == null) : matches(wanted));
        return new JobsPage(
                Moment.of(wanted.now(), wanted.now()),
                filter,
                count.words(),
                count.whole() && count.matching() <= JobSearchSql.COUNTED ? count.matching() : -1,
                rows.stream().map(it -> it.saying(words)).toList(),
                pager,
                end == null ? null : words.say("jobs.cut", (long) MatchingJobsSql.LOOKED_THROUGH),
                wanted.order(),
                JobColumn.of(filter.of("cols")),
                jobs.types(),
                rows.isEmpty() ? empty(wanted, count, pager, end) : null);
    }

    private long arrived(Wanted wanted, JobPlace place) {
        Long top = place.top();
        if (top == null || !place.isFirst()) {
            return 0;
        }
        Part newer = new Part(JobOrder.NEWEST, true, top, null, MatchingJobsSql.LOOKED_THROUGH, MOST_ARRIVED + 1);
        return matching.count(wanted.way(), newer);
    }

    /**
     * How many there are.
     *
     * @param total of all jobs
     * @param matching how many match, as far as they were looked for
     * @param whole whether all were looked for
     */
    private record Count(String words, long total, long matching, boolean whole) {}

    private Count count(Wanted wanted, Supplier<Matches> matches) {
        long total = search.total();
        if (wanted.filter().isEmpty()) {
            return new Count(words.say("jobs.count", total), total, total, true);
        }
        Matches found = matches.get();
        String text = found.whole()
                ? words.say("jobs.count.of", found.jobs(), total)
                : words.say("jobs.count.looked", found.jobs(), (long) MatchingJobsSql.LOOKED_THROUGH);
        return new Count(text, total, found.jobs(), found.whole());
    }

    /**
     * How many jobs match, as far as they were looked for.
     *
     * @param whole whether all were looked for
     */
    private record Matches(long jobs, boolean whole) {}

    private Matches matches(Wanted wanted) {
        return new Matches(
                matching.count(wanted.way(), wanted.all()),
                matching.endOfSearch(wanted.way(), wanted.all()).isEmpty());
    }

    private EmptyList empty(Wanted wanted, Count count, Pager pager, @Nullable Long end) {
        if (count.total() == 0) {
            return new EmptyList(
                    "#i-defined",
                    words.say("jobs.none.title"),
                    words.say("jobs.none.how"),
                    words.say("jobs.none.command"),
                    null,
                    null);
        }
        if (end != null) {
            boolean onward = pager.older() != null;
            return new EmptyList(
                    "#i-search",
                    words.say("jobs.noMatch.title"),
                    words.say("jobs.noMatch.here", (long) MatchingJobsSql.LOOKED_THROUGH),
                    null,
                    onward ? pager.older() : pager.newer(),
                    words.say("jobs.goOn"));
        }
        Filter conditions = wanted.filter().conditions();
        if (conditions.values().keySet().equals(Set.of("state"))
                && conditions.of("state").equals(List.of(JobState.FAILED.name()))) {
            return new EmptyList(
                    "#i-finished",
                    words.say("jobs.noFailure.title"),
                    words.say("jobs.noFailure", count.total()),
                    null,
                    PATH,
                    words.say("jobs.all"));
        }
        return noMatch(wanted);
    }

    /** Names the filter without which there would be most. */
    private EmptyList noMatch(Wanted wanted) {
        Optional<Map.Entry<Filter.Chip, Long>> best = wanted.filter().chips().stream()
                .map(chip -> Map.entry(chip, without(wanted, chip.name())))
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

    private long without(Wanted wanted, String name) {
        Filter rest = wanted.filter().without(name);
        return rest.isEmpty()
                ? search.total()
                : matching.count(matching.way(criteria(rest, wanted.now())), wanted.all());
    }
}
