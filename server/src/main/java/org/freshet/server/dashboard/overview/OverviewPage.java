package org.freshet.server.dashboard.overview;

import java.time.Instant;
import java.util.List;
import org.freshet.server.dashboard.alarms.Banners;
import org.freshet.server.dashboard.freshness.Span;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.StateBar;

/**
 * The first page.
 *
 * @param when it was made, on the database's clock
 * @param span how much of the time its charts show
 * @param banners what needs a person until it is over
 * @param health how things are, in one sentence and what explains it
 * @param inFlight jobs that are not final
 * @param ended jobs that are
 * @param pilotsAlive pilots that occupy, or may still occupy, a slot
 * @param pilotsEnded the others
 */
record OverviewPage(
        Instant when,
        Span span,
        Banners banners,
        Health health,
        StateBar inFlight,
        StateBar ended,
        StateBar pilotsAlive,
        StateBar pilotsEnded,
        List<ChangeRow> changes,
        OverviewCharts.Drawn drawn,
        OverviewLists.Listed listed) {

    private static final String PATH = Paths.OVERVIEW;

    public Moment at() {
        return Moment.of(when, when);
    }

    public long jobs() {
        return inFlight.total() + ended.total();
    }

    public long pilots() {
        return pilotsAlive.total() + pilotsEnded.total();
    }

    public List<Span> spans() {
        return List.of(Span.values());
    }

    /** The same page with charts of another span. */
    public String href(Span other) {
        return other == Span.TWO_HOURS ? PATH : PATH + "?span=" + other.key();
    }

    /** Under which it is fetched again. */
    public String live() {
        return href(span);
    }
}
