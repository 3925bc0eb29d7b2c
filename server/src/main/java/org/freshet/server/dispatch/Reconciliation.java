package org.freshet.server.dispatch;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Report;
import org.freshet.server.dispatch.PilotBookSql.Live;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares what pilots say they hold with what the books say, after their reports were heard, and settles the difference. */
@Component
class Reconciliation {

    private final PilotBookSql book;
    private final Books books;
    private final TriedSql tried;

    Reconciliation(PilotBookSql book, Books books, TriedSql tried) {
        this.book = book;
        this.books = books;
        this.tried = tried;
    }

    /**
     * How things stand then.
     *
     * @param free pilots that hold nothing in the books either
     * @param again jobs whose answer never arrived, to be sent once more
     * @param cancelled what a pilot holds that does not count any more
     * @param entered what the books say of jobs that were taken from their pilots
     */
    record Settled(
            Set<PilotId> free,
            Map<PilotId, Assignment> again,
            Map<PilotId, Directive> cancelled,
            Books.Entered entered) {}

    /** What the books say of a pilot's job, and what the pilot does. */
    private enum Case {
        HAS_NONE,
        LEAVES,
        HOLDS,
        HOLDS_FOR_THE_FIRST_TIME,
        LOST_IT,
        NEVER_GOT_IT,
        /** It holds another, or asks for nothing: the start deadline decides. */
        UNCLEAR
    }

    Settled settle(List<Visit> visits, Map<PilotId, Live> live) {
        var cases = new EnumMap<Case, List<Visit>>(Case.class);
        for (var visit : visits) {
            cases.computeIfAbsent(caseOf(visit, live.get(visit.pilot())), it -> new ArrayList<>())
                    .add(visit);
        }
        books.confirm(cases.getOrDefault(Case.HOLDS_FOR_THE_FIRST_TIME, List.of()).stream()
                .map(it -> attempt(live, it))
                .toList());
        // Its program was started anew, without the job.
        var lost = giveUp(
                cases.getOrDefault(Case.LOST_IT, List.of()),
                it -> Ending.lost(it, "it does not have the job any more", "pilot " + it.pilot()));
        var left = giveUp(cases.getOrDefault(Case.LEAVES, List.of()), it -> Ending.givenBack(it, "the pilot stopped"));
        var free = new HashSet<PilotId>();
        cases.getOrDefault(Case.HAS_NONE, List.of()).forEach(it -> free.add(it.pilot()));
        var again = new HashMap<PilotId, Assignment>();
        for (var visit : cases.getOrDefault(Case.NEVER_GOT_IT, List.of())) {
            again.put(visit.pilot(), assignment(live, visit));
        }
        return new Settled(free, again, cancelled(visits, live), lost.and(left));
    }

    private static Case caseOf(Visit visit, @Nullable Live live) {
        var exchange = visit.exchange();
        if (live == null) {
            return Case.HAS_NONE;
        }
        if (exchange.leaving() != null) {
            return Case.LEAVES;
        }
        if (live.attempt().equals(exchange.holds())) {
            return live.confirmed() ? Case.HOLDS : Case.HOLDS_FOR_THE_FIRST_TIME;
        }
        if (exchange.holds() != null) {
            return Case.UNCLEAR;
        }
        if (live.confirmed()) {
            return Case.LOST_IT;
        }
        return visit.wants() ? Case.NEVER_GOT_IT : Case.UNCLEAR;
    }

    /** Takes from these pilots what the books say they hold. */
    private Books.Entered giveUp(List<Visit> visits, Function<Tried, Ending> ending) {
        if (visits.isEmpty()) {
            return Books.Entered.NOTHING;
        }
        var pilots = visits.stream().map(Visit::pilot).toList();
        return books.enter(tried.lockOf(pilots).stream().map(ending).toList());
    }

    private Map<PilotId, Directive> cancelled(List<Visit> visits, Map<PilotId, Live> live) {
        var doubtful = new HashMap<PilotId, AttemptId>();
        for (var visit : visits) {
            var holds = visit.exchange().holds();
            var inBooks = live.get(visit.pilot());
            if (holds != null && !(inBooks != null && inBooks.attempt().equals(holds)) && !endsNow(visit, holds)) {
                doubtful.put(visit.pilot(), holds);
            }
        }
        var directives = new HashMap<PilotId, Directive>();
        if (!doubtful.isEmpty()) {
            book.givenUp(doubtful)
                    .forEach((pilot, it) -> directives.put(pilot, new Directive.Cancel(it.attempt(), it.sentence())));
        }
        return directives;
    }

    private static boolean endsNow(Visit visit, AttemptId holds) {
        return visit.exchange().reports().stream()
                .anyMatch(it ->
                        it.attempt().equals(holds) && !(it instanceof Report.Started || it instanceof Report.Progress));
    }

    private static AttemptId attempt(Map<PilotId, Live> live, Visit visit) {
        return assignment(live, visit).attempt();
    }

    private static Assignment assignment(Map<PilotId, Live> live, Visit visit) {
        var found = live.get(visit.pilot());
        if (found == null) {
            throw new IllegalStateException("pilot " + visit.pilot() + " holds nothing in the books");
        }
        return found.claimed().assignment();
    }
}
