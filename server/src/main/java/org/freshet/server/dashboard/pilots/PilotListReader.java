package org.freshet.server.dashboard.pilots;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.freshet.protocol.PilotState;
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

/** Makes the list of pilots. All its numbers are of one moment. */
@Component
public class PilotListReader {

    private static final String PATH = Paths.PILOTS;

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("state", PilotState.values()),
            FilterField.of("site", FilterField.Kind.TEXT),
            FilterField.of("host", FilterField.Kind.TEXT),
            FilterField.of("id", FilterField.Kind.NUMBER));

    private final ClockSql clock;
    private final PilotPagesSql pilots;
    private final Words words;

    PilotListReader(ClockSql clock, PilotPagesSql pilots, Words words) {
        this.clock = clock;
        this.pilots = pilots;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PilotsPage read(MultiValueMap<String, String> query) {
        Filter filter = Filter.parse(PATH, FIELDS, Position.others(query));
        return page(filter, Position.parse(query));
    }

    /** The counts of the states that {@code which} accepts, as a bar that links to the list. */
    public static StateBar bar(SequencedMap<PilotState, Long> counts, Predicate<PilotState> which) {
        SequencedMap<Badge, Long> parts = new LinkedHashMap<>();
        counts.forEach((state, count) -> {
            if (which.test(state)) {
                parts.put(Badge.of(state), count);
            }
        });
        return StateBar.of(parts, PATH);
    }

    private PilotsPage page(Filter filter, Position position) {
        Long before = position.before();
        List<PilotRow> found = before != null
                ? pilots.upward(filter, before, Position.PAGE + 1)
                : pilots.downward(filter, position.below(), Position.PAGE + 1);
        if (before != null && found.size() <= Position.PAGE) {
            return page(filter, Position.NEWEST);
        }
        List<PilotRow> rows = position.page(found);
        SequencedMap<PilotState, Long> states = pilots.states();
        StateBar alive = bar(states, PilotState::isAlive);
        StateBar ended = bar(states, state -> !state.isAlive());
        long total = alive.total() + ended.total();
        long arrived = position.top() == null ? 0 : pilots.count(filter, position.top());
        return new PilotsPage(
                Moment.of(clock.now(), clock.now()),
                filter,
                count(filter, total),
                alive,
                ended,
                rows,
                Pager.of(filter, position, rows.stream().map(PilotRow::id).toList(), found.size(), arrived),
                pilots.sites(),
                rows.isEmpty() ? empty(total) : null);
    }

    private String count(Filter filter, long total) {
        return filter.isEmpty()
                ? words.say("pilots.count", total)
                : words.say("pilots.count.of", pilots.count(filter, 0), total);
    }

    private EmptyList empty(long total) {
        if (total == 0) {
            return new EmptyList(
                    "#i-idle", words.say("pilots.none.title"), words.say("pilots.none.how"), null, null, null);
        }
        return new EmptyList(
                "#i-search",
                words.say("pilots.noMatch.title"),
                words.say("pilots.noMatch", total),
                null,
                PATH,
                words.say("filter.removeAll"));
    }
}
