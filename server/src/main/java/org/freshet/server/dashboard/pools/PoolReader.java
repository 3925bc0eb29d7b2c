package org.freshet.server.dashboard.pools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.explain.Explanations;
import org.freshet.server.explain.PoolAlarm;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MultiValueMap;

/** Makes the pages about the pool. All that one says is of one moment. */
@Component
class PoolReader {

    private static final String PATH = Paths.POOL;

    private final ClockSql clock;
    private final PoolPagesSql pools;
    private final Explanations explanations;
    private final Words words;

    PoolReader(ClockSql clock, PoolPagesSql pools, Explanations explanations, Words words) {
        this.clock = clock;
        this.pools = pools;
        this.explanations = explanations;
        this.words = words;
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PoolsPage list() {
        var now = clock.now();
        Map<String, PoolAlarm.Kind> alarms =
                explanations.poolAlarms(now).stream().collect(Collectors.toMap(PoolAlarm::site, PoolAlarm::kind));
        var rows =
                pools.sites().stream().map(it -> it.with(alarms.get(it.name()))).toList();
        return new PoolsPage(
                Moment.of(now, now),
                rows,
                rows.isEmpty()
                        ? new EmptyList(
                                "#i-idle",
                                words.say("pools.none.title"),
                                words.say("pools.none.how"),
                                words.say("pools.none.command"),
                                null,
                                null)
                        : null);
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PoolPage read(String name, MultiValueMap<String, String> query) {
        var site = pools.site(name).orElseThrow(() -> new PageNotFound(words.say("pool.missing", name)));
        var filter = Filter.parse(PATH + "/" + name, List.of(), Position.others(query));
        return page(site, filter, Position.parse(query));
    }

    private PoolPage page(PoolRow site, Filter filter, Position position) {
        var before = position.before();
        var found = before != null
                ? pools.upward(site.name(), before, Position.PAGE + 1)
                : pools.downward(site.name(), position.below(), Position.PAGE + 1);
        if (before != null && found.size() <= Position.PAGE) {
            return page(site, filter, Position.NEWEST);
        }
        var rows = position.page(found);
        var arrived = position.top() == null ? 0 : pools.count(site.name(), position.top());
        var now = site.now();
        var points = pools.points(site.name(), PoolDay.begin(now).minus(PoolDay.HOLDS));
        return new PoolPage(
                Moment.of(now, now),
                site.with(alarm(site)),
                explanations
                        .ofPool(site.name(), now)
                        .orElseThrow(() -> new PageNotFound(words.say("pool.missing", site.name()))),
                PoolChart.of(now, PoolDay.quarters(now, points), site.cap(), words),
                alive(site.name()),
                pools.held(site.name()),
                rows,
                Pager.of(filter, position, rows.stream().map(LedgerRow::id).toList(), found.size(), arrived));
    }

    private PoolAlarm.@Nullable Kind alarm(PoolRow site) {
        return explanations.poolAlarms(site.now()).stream()
                .filter(it -> it.site().equals(site.name()))
                .map(PoolAlarm::kind)
                .findFirst()
                .orElse(null);
    }

    private StateBar alive(String site) {
        SequencedMap<Badge, Long> parts = new LinkedHashMap<>();
        pools.alive(site).forEach((state, count) -> parts.put(Badge.of(state), count));
        return StateBar.of(parts, Paths.PILOTS + "?site=" + site, "&state=");
    }
}
