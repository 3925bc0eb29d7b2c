package org.freshet.server.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Report;
import org.freshet.server.dispatch.PilotBookSql.Change;
import org.freshet.server.dispatch.PilotBookSql.Entry;
import org.freshet.server.dispatch.PilotBookSql.Live;
import org.freshet.server.pilot.PilotSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Serves all pilots at the counter in one transaction. */
@Component
class Round {

    /** Of pilots that wait; their rows are locked for the round. */
    private static final int MOST_CANDIDATES = 1000;

    private final TransactionTemplate transaction;
    private final PilotBookSql book;
    private final Reports reports;
    private final Books books;
    private final TriedSql tried;
    private final Claims claims;
    private final PilotSettings settings;

    Round(
            TransactionTemplate transaction,
            PilotBookSql book,
            Reports reports,
            Books books,
            TriedSql tried,
            Claims claims,
            PilotSettings settings) {
        this.transaction = transaction;
        this.book = book;
        this.reports = reports;
        this.books = books;
        this.tried = tried;
        this.claims = claims;
        this.settings = settings;
    }

    /**
     * What a round gave.
     *
     * @param answers to all fresh pilots that are in the books, and to those that waited and were given a job
     * @param stillSeeking fresh pilots that want a job and were given none
     * @param lookAgain whether the next round may find work that this one did not see: a job went back to the queue, or
     *     one ended whose type was full
     */
    record Result(Map<PilotId, ExchangeAnswer> answers, Map<PilotId, Seeker> stillSeeking, boolean lookAgain) {}

    /**
     * Plays a round.
     *
     * @param fresh pilots that have come since the last one, each once
     * @param waiting pilots whose wish is parked, none of them fresh; served only if something fits
     */
    Result play(List<Visit> fresh, Collection<Seeker> waiting) {
        return transaction.execute(status -> new Play(fresh, waiting).run());
    }

    /** The state of one round. */
    private final class Play {

        private final List<Visit> fresh;
        private final Claims.Waiting queue;
        private final List<Seeker> candidates;
        private final Map<PilotId, Entry> entries;
        private final Map<PilotId, Assignment> given = new HashMap<>();
        private final Map<PilotId, List<Directive>> directives = new HashMap<>();
        private boolean requeued;

        Play(List<Visit> fresh, Collection<Seeker> waiting) {
            this.fresh = fresh;
            var wanted = !waiting.isEmpty()
                    || fresh.stream().anyMatch(it -> it.exchange().want() != null);
            this.queue = wanted ? claims.waiting() : Claims.Waiting.NOTHING;
            this.candidates = waiting.stream()
                    .filter(it -> Claims.anyFits(queue.open(), it))
                    .limit(MOST_CANDIDATES)
                    .toList();
            var all = new TreeSet<PilotId>();
            fresh.forEach(it -> all.add(it.pilot()));
            candidates.forEach(it -> all.add(it.pilot()));
            this.entries = all.isEmpty() ? Map.of() : book.lock(all);
        }

        Result run() {
            var heard = fresh.stream().filter(this::isNews).toList();
            var said = reports.apply(heard);
            requeued = said.requeued();
            var live = book.live(entries.keySet());
            var seekers = reconcile(heard, live);
            candidates.stream()
                    .filter(it -> mayWork(it.pilot()) && !live.containsKey(it.pilot()))
                    .forEach(seekers::add);
            claims.claim(queue.open(), seekers).forEach(it -> given.put(it.pilot(), it.assignment()));
            record(heard, said);
            var answers = new HashMap<PilotId, ExchangeAnswer>();
            for (var visit : fresh) {
                if (entries.containsKey(visit.pilot())) {
                    answers.put(visit.pilot(), answer(visit.exchange().seq(), visit.pilot(), said));
                }
            }
            candidates.stream()
                    .map(Seeker::pilot)
                    .filter(given::containsKey)
                    .forEach(it -> answers.put(it, answer(entry(it).seq(), it, said)));
            var stillSeeking = new HashMap<PilotId, Seeker>();
            seekers.stream()
                    .filter(it -> !given.containsKey(it.pilot()))
                    .forEach(it -> stillSeeking.put(it.pilot(), it));
            return new Result(
                    answers,
                    stillSeeking,
                    requeued || (queue.someAreFull() && !said.ended().isEmpty()));
        }

        private ExchangeAnswer answer(long seq, PilotId pilot, Reports.Result said) {
            return new ExchangeAnswer(
                    seq,
                    said.outcomes().getOrDefault(pilot, List.of()),
                    directives.getOrDefault(pilot, List.of()),
                    given.get(pilot));
        }

        /** An exchange that was overtaken by a newer one of its pilot says nothing that is still true. */
        private boolean isNews(Visit visit) {
            var entry = entries.get(visit.pilot());
            return entry != null && visit.exchange().seq() >= entry.seq();
        }

        private Entry entry(PilotId pilot) {
            var entry = entries.get(pilot);
            if (entry == null) {
                throw new IllegalStateException("pilot " + pilot + " was not locked");
            }
            return entry;
        }

        private boolean mayWork(PilotId pilot) {
            var entry = entries.get(pilot);
            return entry != null
                    && switch (entry.state()) {
                        case ACTIVE, IDLE, BUSY, LOST, SUBMITTED -> true;
                        case DRAINING, STOPPED, KILLED -> false;
                    };
        }

        /** Compares what pilots hold with the books; returns those that may be given a job. */
        private List<Seeker> reconcile(List<Visit> heard, Map<PilotId, Live> live) {
            var confirmed = new ArrayList<AttemptId>();
            var dropped = new ArrayList<PilotId>();
            var left = new ArrayList<PilotId>();
            var doubtful = new HashMap<PilotId, AttemptId>();
            var seekers = new ArrayList<Seeker>();
            for (var visit : heard) {
                var pilot = visit.pilot();
                var holds = visit.exchange().holds();
                var want = visit.exchange().want();
                var inBooks = live.get(pilot);
                var attempt =
                        inBooks == null ? null : inBooks.claimed().assignment().attempt();
                if (holds != null && !holds.equals(attempt) && !endsNow(visit, holds)) {
                    doubtful.put(pilot, holds);
                }
                if (inBooks == null) {
                    if (want != null && mayWork(pilot)) {
                        seekers.add(new Seeker(
                                pilot, entry(pilot).site(), entry(pilot).host(), want));
                    }
                } else if (inBooks.claimed().assignment().attempt().equals(holds)) {
                    if (!inBooks.confirmed()) {
                        confirmed.add(holds);
                    }
                } else if (holds == null && inBooks.confirmed()) {
                    // Its program was started anew, without the job.
                    dropped.add(pilot);
                } else if (holds == null && visit.exchange().leaving() != null) {
                    left.add(pilot);
                } else if (holds == null && want != null) {
                    // The answer that carried this job never arrived.
                    given.put(pilot, inBooks.claimed().assignment());
                }
            }
            books.confirm(confirmed);
            giveUp(dropped, it -> Ending.lost(it, "it does not have the job any more", "pilot " + it.pilot()));
            giveUp(left, it -> Ending.givenBack(it, "the pilot stopped before it got the job"));
            direct(heard, doubtful);
            return seekers;
        }

        private static boolean endsNow(Visit visit, AttemptId holds) {
            return visit.exchange().reports().stream()
                    .anyMatch(it -> it.attempt().equals(holds)
                            && !(it instanceof Report.Started || it instanceof Report.Progress));
        }

        /** Takes from these pilots what the books say they hold. */
        private void giveUp(List<PilotId> pilots, Function<Tried, Ending> ending) {
            if (!pilots.isEmpty()) {
                requeued |=
                        books.enter(tried.lockOf(pilots).stream().map(ending).toList());
            }
        }

        private void direct(List<Visit> heard, Map<PilotId, AttemptId> doubtful) {
            if (!doubtful.isEmpty()) {
                var givenUp = book.givenUp(doubtful.values());
                doubtful.forEach((pilot, attempt) -> {
                    var why = givenUp.get(attempt);
                    if (why != null) {
                        tell(pilot, new Directive.Cancel(attempt, why));
                    }
                });
            }
            for (var visit : heard) {
                switch (entry(visit.pilot()).state()) {
                    case DRAINING -> tell(visit.pilot(), new Directive.Drain("the pilot was told to drain"));
                    case KILLED -> tell(visit.pilot(), new Directive.Stop("the pilot was told to stop"));
                    default -> {}
                }
            }
        }

        private void tell(PilotId pilot, Directive directive) {
            directives.computeIfAbsent(pilot, it -> new ArrayList<>()).add(directive);
        }

        private void record(List<Visit> heard, Reports.Result said) {
            var changes = new ArrayList<Change>();
            for (var visit : heard) {
                var exchange = visit.exchange();
                var busy = exchange.holds() != null || given.containsKey(visit.pilot());
                var done = said.ended().getOrDefault(visit.pilot(), 0);
                var remaining = exchange.want() == null ? null : exchange.want().remainingSeconds();
                changes.add(change(entry(visit.pilot()), exchange.leaving(), busy, exchange.seq(), done, remaining));
            }
            for (var candidate : candidates) {
                if (given.containsKey(candidate.pilot())) {
                    var entry = entry(candidate.pilot());
                    changes.add(change(entry, null, true, entry.seq(), 0, null));
                }
            }
            book.record(changes);
        }

        private Change change(
                Entry was, @Nullable String leaving, boolean busy, long seq, int done, @Nullable Long remaining) {
            var next = next(was.state(), leaving != null, busy);
            var lease = (busy ? settings.lease() : settings.idleLease()).toMillis() / 1000.0;
            return new Change(was, next, seq, lease, done, remaining, leaving);
        }

        private static PilotState next(PilotState was, boolean leaves, boolean busy) {
            if (was == PilotState.KILLED) {
                return PilotState.KILLED;
            }
            if (leaves) {
                return PilotState.STOPPED;
            }
            if (was == PilotState.DRAINING) {
                return PilotState.DRAINING;
            }
            return busy ? PilotState.BUSY : PilotState.IDLE;
        }
    }
}
