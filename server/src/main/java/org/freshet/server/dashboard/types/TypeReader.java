package org.freshet.server.dashboard.types;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.server.dashboard.freshness.FreshnessReader;
import org.freshet.server.dashboard.job.RunRow;
import org.freshet.server.dashboard.job.RunSql;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.TimePosition;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Makes the pages about job types. All that one says is of one moment. */
@Component
class TypeReader {

    static final int PAGE = 50;

    private final ClockSql clock;
    private final TypePagesSql types;
    private final RunSql runs;
    private final FreshnessReader freshness;
    private final Words words;

    TypeReader(ClockSql clock, TypePagesSql types, RunSql runs, FreshnessReader freshness, Words words) {
        this.clock = clock;
        this.types = types;
        this.runs = runs;
        this.freshness = freshness;
        this.words = words;
    }

    /**
     * A part of the list, by name.
     *
     * @param after only names behind this one; null from the first
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public TypesPage list(@Nullable String after) {
        var from = after == null || after.isEmpty() || after.indexOf('\0') >= 0 ? null : after;
        var found = types.types(from, PAGE + 1, freshness.byType());
        var rows = found.subList(0, Math.min(PAGE, found.size()));
        var now = clock.now();
        return new TypesPage(
                Moment.of(now, now),
                words.say(
                        "jobtypes.sentence",
                        types.count(),
                        rows.stream().filter(TypeRow::isFull).count(),
                        rows.stream().filter(it -> it.failed() > 0).count()),
                rows,
                found.size() > PAGE ? href(rows.getLast().name()) : null,
                from == null ? Paths.TYPES : href(from),
                rows.isEmpty()
                        ? new EmptyList(
                                "#i-list",
                                words.say("jobtypes.none.title"),
                                words.say("jobtypes.none.how"),
                                words.say("jobs.none.command"),
                                null,
                                null)
                        : null);
    }

    private static String href(String after) {
        return Paths.TYPES + "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    }

    /** As it is now. */
    TypeRow type(String name) {
        return (name.indexOf('\0') >= 0 ? List.<TypeRow>of() : types.type(name, freshness.byType()))
                .stream().findFirst().orElseThrow(() -> new PageNotFound(words.say("jobtype.missing", name)));
    }

    /** The page of one job type. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public TypePage read(String name, MultiValueMap<String, String> query) {
        return page(type(name), TimePosition.parse(query));
    }

    private TypePage page(TypeRow type, TimePosition position) {
        var found = runs.ofType(type.name(), position);
        if (position.before() != null && found.size() <= Position.PAGE) {
            return page(type, TimePosition.NEWEST);
        }
        var rows = position.page(found);
        var filter = Filter.parse(type.page(), List.of(), new LinkedMultiValueMap<>());
        return new TypePage(
                Moment.of(type.now(), type.now()),
                type,
                why(type, words),
                rows,
                position.pager(filter, rows.stream().map(RunRow::place).toList(), found.size()),
                types.changes(type.id()));
    }

    /** Whether its jobs run, and if not what holds them back. */
    static Explanation why(TypeRow type, Words words) {
        var more = new ArrayList<String>();
        var newest = type.newestAt();
        if (newest != null) {
            var behind = type.behind();
            more.add(
                    behind == null
                            ? words.say("jobtype.why.newest", newest.age())
                            : words.say("jobtype.why.behind", newest.age(), behind));
        }
        if (type.failed() > 0) {
            more.add(words.say("jobtype.why.failed", type.failed()));
        }
        var fresh = type.fresh();
        var isLate = fresh != null && fresh.row().isLate();
        if (fresh != null && isLate) {
            more.add(words.say("jobtype.why.late", fresh.words(), fresh.limitWords(), fresh.isNotOfData() ? 1 : 0));
        }
        var limit = type.limit();
        var isStopped = limit != null && limit == 0;
        var sentence = isStopped
                ? words.say("jobtype.why.stopped", type.waiting(), type.running())
                : limit != null && type.isFull()
                        ? words.say("jobtype.why.full", type.running(), limit, type.waiting())
                        : words.say("jobtype.why.open", type.running(), type.waiting());
        return new Explanation(
                type.now(),
                isLate || (isStopped && type.waiting() > 0) ? Look.LATE : Look.CALM,
                sentence,
                more,
                isStopped ? words.say("jobtype.next.stopped") : null,
                null,
                List.of());
    }
}
