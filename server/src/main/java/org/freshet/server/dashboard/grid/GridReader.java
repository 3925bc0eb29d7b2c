package org.freshet.server.dashboard.grid;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.freshet.server.dashboard.freshness.FreshnessReader;
import org.freshet.server.dashboard.jobs.JobListSql;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.Words;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MultiValueMap;

/**
 * Makes the grid of runs by job types. A type is expected in a run if more than half of the runs around it have it: nobody
 * tells the server what a run is made of, and a hole must be seen all the same.
 */
@Component
class GridReader {

    static final String PATH = "/grid";

    /** Runs on a page. */
    private static final int RUNS = 20;

    /** So many runs on either side tell what is expected of one. */
    private static final int AROUND = 3;

    /** To what it may be narrowed down. */
    enum Only {
        TROUBLE
    }

    private static final List<FilterField> FIELDS = List.of(
            FilterField.of("first", FilterField.Kind.ONE_NUMBER),
            FilterField.of("last", FilterField.Kind.ONE_NUMBER),
            FilterField.of("type", FilterField.Kind.TEXT).orAlso("jobtype"),
            FilterField.choice("only", Only.values()));

    private final ClockSql clock;
    private final GridSql grid;
    private final JobListSql jobs;
    private final FreshnessReader freshness;
    private final Words words;

    GridReader(ClockSql clock, GridSql grid, JobListSql jobs, FreshnessReader freshness, Words words) {
        this.clock = clock;
        this.grid = grid;
        this.jobs = jobs;
        this.freshness = freshness;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public GridPage read(MultiValueMap<String, String> query) {
        Filter filter = Filter.parse(PATH, FIELDS, Position.others(query));
        return page(filter, Position.parse(query));
    }

    private GridPage page(Filter filter, Position position) {
        long low = number(filter, "first", 0);
        long high = number(filter, "last", Long.MAX_VALUE);
        Long before = position.before();
        Long below = position.below();
        List<Long> found = before != null
                ? grid.upward(Math.max(low, before + 1), high, RUNS + 1)
                : grid.downward(low, below == null ? high : Math.min(high, below - 1), RUNS + 1);
        if (before != null && found.size() <= RUNS) {
            return page(filter, Position.NEWEST);
        }
        List<Long> runs = cut(found, before != null);
        Instant now = clock.now();
        List<GridSql.Count> counts = runs.isEmpty() ? List.of() : grid.counts(runs, filter.texts("type"));
        List<String> types = types(filter, counts);
        List<GridRow> rows = rows(now, runs, types, counts);
        List<GridRow> shown = filter.of("only").isEmpty()
                ? rows
                : rows.stream().filter(GridRow::isTrouble).toList();
        long arrived = position.top() == null
                ? 0
                : grid.downward(Math.max(low, position.top() + 1), high, RUNS).size();
        Filter all = filter.without("only");
        return new GridPage(
                Moment.of(now, now),
                filter,
                words.say("grid.count", shown.size(), types.size()),
                types,
                freshness.urgent(),
                shown,
                holes(rows, types),
                Pager.of(filter, position, runs, found.size(), arrived),
                jobs.types(),
                all.href() + (all.isEmpty() ? "?" : "&") + "only=trouble",
                all.href(),
                shown.isEmpty() ? empty(filter, rows.size()) : null);
    }

    private static long number(Filter filter, String name, long standard) {
        return filter.single(name).map(Long::valueOf).orElse(standard);
    }

    private static List<Long> cut(List<Long> found, boolean upward) {
        if (found.size() <= RUNS) {
            return found;
        }
        return upward ? found.subList(found.size() - RUNS, found.size()) : found.subList(0, RUNS);
    }

    /** Those that have jobs in these runs; or those that are asked for, whether they have or not. */
    private static List<String> types(Filter filter, List<GridSql.Count> counts) {
        List<String> asked = filter.of("type");
        return asked.isEmpty()
                ? counts.stream()
                        .map(GridSql.Count::jobtype)
                        .distinct()
                        .sorted()
                        .toList()
                : asked;
    }

    private List<GridRow> rows(Instant now, List<Long> runs, List<String> types, List<GridSql.Count> counts) {
        Map<Long, List<GridSql.Count>> byRun = counts.stream().collect(Collectors.groupingBy(GridSql.Count::run));
        List<GridRow> rows = new ArrayList<>();
        for (int place = 0; place < runs.size(); place++) {
            long run = runs.get(place);
            List<GridSql.Count> ofRun = byRun.getOrDefault(run, List.of());
            List<GridCell> cells = new ArrayList<>();
            for (var type : types) {
                var ofType = of(ofRun, type);
                if (!ofType.isEmpty()) {
                    cells.add(GridCell.of(run, type, ofType, words));
                } else if (isSettled(now, ofRun) && isExpected(place, type, runs, byRun)) {
                    cells.add(GridCell.hole(run, type, words));
                } else {
                    cells.add(GridCell.nothing(words));
                }
            }
            rows.add(new GridRow(
                    run,
                    ofRun.stream().mapToLong(GridSql.Count::jobs).sum(),
                    ofRun.stream().anyMatch(it -> !it.state().isFinal()),
                    cells));
        }
        return rows;
    }

    private static List<GridSql.Count> of(List<GridSql.Count> counts, String type) {
        return counts.stream().filter(it -> it.jobtype().equals(type)).toList();
    }

    /** A run whose first job was defined a moment ago has not all of its jobs yet. */
    private boolean isSettled(Instant now, List<GridSql.Count> ofRun) {
        Duration grace = freshness.standard();
        return ofRun.stream()
                .map(GridSql.Count::defined)
                .min(Instant::compareTo)
                .map(it -> it.isBefore(now.minus(grace)))
                .orElse(true);
    }

    private static boolean isExpected(int place, String type, List<Long> runs, Map<Long, List<GridSql.Count>> byRun) {
        int around = 0;
        int having = 0;
        for (int n = Math.max(0, place - AROUND); n <= Math.min(runs.size() - 1, place + AROUND); n++) {
            if (n != place) {
                around++;
                having += of(byRun.getOrDefault(runs.get(n), List.of()), type).isEmpty() ? 0 : 1;
            }
        }
        return having >= 2 && 2 * having > around;
    }

    private static List<GridPage.Hole> holes(List<GridRow> rows, List<String> types) {
        List<GridPage.Hole> holes = new ArrayList<>();
        for (var row : rows) {
            for (int n = 0; n < types.size(); n++) {
                if (row.cells().get(n).isHole()) {
                    holes.add(new GridPage.Hole(types.get(n), row.run()));
                }
            }
        }
        return holes;
    }

    private EmptyList empty(Filter filter, int runs) {
        if (runs > 0) {
            return new EmptyList(
                    "#i-finished",
                    words.say("grid.noTrouble.title"),
                    words.say("grid.noTrouble", runs),
                    null,
                    filter.without("only").href(),
                    words.say("grid.all"));
        }
        boolean isFiltered = !filter.isEmpty();
        return new EmptyList(
                isFiltered ? "#i-search" : "#i-gridi",
                words.say(isFiltered ? "grid.noMatch.title" : "grid.none.title"),
                words.say(isFiltered ? "grid.noMatch" : "grid.none.how"),
                isFiltered ? null : words.say("grid.none.command"),
                isFiltered ? PATH : null,
                isFiltered ? words.say("filter.removeAll") : null);
    }
}
