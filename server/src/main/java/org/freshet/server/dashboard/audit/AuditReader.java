package org.freshet.server.dashboard.audit;

import java.time.Instant;
import java.util.List;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Place;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.TimePosition;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MultiValueMap;

/** Makes the list of what was changed. */
@Component
class AuditReader {

    static final String PATH = "/audit";
    static final String FILE = "/audit.csv";

    private final ClockSql clock;
    private final AuditPagesSql audit;
    private final Words words;

    AuditReader(ClockSql clock, AuditPagesSql audit, Words words) {
        this.clock = clock;
        this.audit = audit;
        this.words = words;
    }

    /** The page that a URL asks for. All that it says is of one moment. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public AuditPage read(MultiValueMap<String, String> query) {
        var now = clock.now();
        var filters = AuditFilters.parse(PATH, Position.others(query), now);
        return page(filters, TimePosition.parse(query), now);
    }

    private AuditPage page(AuditFilters filters, TimePosition position, Instant now) {
        var before = position.before();
        var end = end(filters, position);
        var found = before != null
                ? audit.upward(filters, before, end, Position.PAGE + 1)
                : audit.downward(filters, position.below(), end, Position.PAGE + 1);
        var isWhole = before != null ? end.equals(AuditFilters.LAST) : end.equals(AuditFilters.FIRST);
        if (before != null && found.size() <= Position.PAGE && isWhole) {
            return page(filters, TimePosition.NEWEST, now);
        }
        var rows = position.page(found);
        var top = position.top();
        var pager = position.pager(
                filters.shown(),
                rows.stream().map(AuditRow::place).toList(),
                found.size(),
                top == null ? 0 : audit.countAbove(filters, top));
        var isCut = !isWhole && found.size() <= Position.PAGE;
        var shown = isCut ? goOn(pager, filters, position, end) : pager;
        return new AuditPage(
                Moment.of(now, now),
                filters.shown(),
                rows,
                shown,
                isCut ? words.say("audit.cut", AuditPagesSql.LOOKED_THROUGH) : null,
                filters.shown().href().replaceFirst(PATH, FILE),
                rows.isEmpty() ? empty(filters, isCut, before != null ? shown.newer() : shown.older()) : null);
    }

    /** Where the search for this page ends. */
    private Instant end(AuditFilters filters, TimePosition position) {
        var before = position.before();
        if (before != null) {
            return filters.isSearched() ? audit.endAbove(before.at()) : AuditFilters.LAST;
        }
        var below = position.below();
        return filters.isSearched()
                ? audit.endBelow(below == null ? AuditFilters.LAST : below.at())
                : AuditFilters.FIRST;
    }

    /** The search goes on where it ended. */
    private static Pager goOn(Pager pager, AuditFilters filters, TimePosition position, Instant end) {
        var upward = position.before() != null;
        var href = TimePosition.href(filters.shown(), upward ? "before" : "after", new Place(end, "", 0));
        return new Pager(
                pager.shown(),
                upward ? href : pager.newer(),
                upward ? pager.older() : href,
                pager.arrived(),
                pager.newest(),
                pager.live());
    }

    private EmptyList empty(AuditFilters filters, boolean isCut, @Nullable String goOn) {
        if (isCut && goOn != null) {
            return new EmptyList(
                    "#i-search",
                    words.say("audit.noMatch.title"),
                    words.say("audit.noMatch.here", AuditPagesSql.LOOKED_THROUGH),
                    null,
                    goOn,
                    words.say("audit.goOn"));
        }
        return filters.shown().isEmpty()
                ? new EmptyList("#i-note", words.say("audit.none.title"), words.say("audit.none.how"), null, null, null)
                : new EmptyList(
                        "#i-search",
                        words.say("audit.noMatch.title"),
                        words.say("audit.noMatch"),
                        null,
                        PATH,
                        words.say("filter.removeAll"));
    }

    /** What a file has of it: the entries below a place, newest first. */
    @Transactional(readOnly = true)
    public List<AuditRow> below(MultiValueMap<String, String> query, @Nullable Place place, int limit) {
        var filters = AuditFilters.parse(PATH, Position.others(query), clock.now());
        return audit.downward(filters, place, AuditFilters.FIRST, limit);
    }
}
