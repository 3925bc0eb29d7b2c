package org.freshet.server.dashboard.overview;

import java.util.List;
import org.freshet.server.dashboard.freshness.FreshnessReader;
import org.freshet.server.dashboard.freshness.FreshnessSql;
import org.freshet.server.dashboard.freshness.Freshnesses;
import org.freshet.server.dashboard.freshness.LatencyChart;
import org.freshet.server.dashboard.freshness.Span;
import org.freshet.server.dashboard.page.Words;
import org.springframework.stereotype.Component;

/** Makes what the overview draws: the freshness of job types, and what happened within a span. */
@Component
class OverviewCharts {

    private final OverviewSql overview;
    private final FreshnessSql results;
    private final FreshnessReader freshness;
    private final Words words;

    OverviewCharts(OverviewSql overview, FreshnessSql results, FreshnessReader freshness, Words words) {
        this.overview = overview;
        this.results = results;
        this.freshness = freshness;
        this.words = words;
    }

    /** What is drawn. */
    record Drawn(Freshnesses fresh, LatencyChart latency, EndedChart ended) {

        static final Drawn NOTHING = new Drawn(
                Freshnesses.NONE,
                new LatencyChart(List.of(), List.of(), List.of(), null, null, 0, "", List.of()),
                new EndedChart(List.of(), List.of(), List.of(), 0, 0, 0, "", List.of()));
    }

    Drawn read(Span span, OverviewSql.Clock clock) {
        var lately = behind(Span.TWO_HOURS, clock);
        var fresh = freshness.read(clock.now(), lately);
        var begin = span.begin(clock.now());
        return new Drawn(
                fresh,
                LatencyChart.of(span, clock.now(), span == Span.TWO_HOURS ? lately : behind(span, clock), fresh, words),
                EndedChart.of(
                        span,
                        clock.now(),
                        overview.ended(begin, span.step(), span.raw(begin, clock.tallied())),
                        words));
    }

    private List<FreshnessSql.Slice> behind(Span span, OverviewSql.Clock clock) {
        var begin = span.begin(clock.now());
        return results.behind(begin, span.step(), span.raw(begin, clock.tallied()));
    }
}
