package org.freshet.server.dispatch;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.Directive;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.dispatch.PilotBookSql.Change;
import org.freshet.server.dispatch.PilotBookSql.Entry;
import org.freshet.server.dispatch.PilotBookSql.Live;
import org.freshet.server.pilot.PilotSettings;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Gone;
import org.freshet.server.platform.Unauthorized;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Serves all pilots at the counter in one transaction. */
@Component
class Round {

    /** Of pilots that wait; their rows are locked for the round. */
    private static final int MOST_CANDIDATES = 1000;

    private final RoundTransaction transaction;
    private final PilotBookSql book;
    private final Reports reports;
    private final Reconciliation reconciliation;
    private final Books books;
    private final Claims claims;
    private final PilotSettings settings;

    Round(
            RoundTransaction transaction,
            PilotBookSql book,
            Reports reports,
            Reconciliation reconciliation,
            Books books,
            Claims claims,
            PilotSettings settings) {
        this.transaction = transaction;
        this.book = book;
        this.reports = reports;
        this.reconciliation = reconciliation;
        this.books = books;
        this.claims = claims;
        this.settings = settings;
    }

    /**
     * What a round gave. Every fresh pilot is answered or refused.
     *
     * @param answers to fresh pilots, and to those that waited and were given a job or told to end
     * @param refused fresh pilots that are not in the books, have another token by now, or were overtaken
     * @param stillSeeking fresh pilots that want a job and were given none
     * @param outdated pilots whose wish is not theirs any more
     * @param goesOn more of those who waited fit than a round can serve, and this one made room for others
     * @param next in what time another round may find work that this one did not see; null if nothing speaks for that
     */
    record Result(
            Map<PilotId, ExchangeAnswer> answers,
            Map<PilotId, RuntimeException> refused,
            Map<PilotId, Seeker> stillSeeking,
            Set<PilotId> outdated,
            boolean goesOn,
            @Nullable Duration next) {}

    /**
     * Plays a round.
     *
     * @param fresh pilots that have come since the last one, each once
     * @param waiting pilots whose wish is parked, none of them fresh; served only if something fits
     */
    Result play(List<Visit> fresh, Collection<Seeker> waiting) {
        return transaction.run(() -> new Play(fresh, waiting).run());
    }

    /** Whether there was no job in the queue when a round looked at it last. */
    boolean nothingWaits() {
        return claims.nothingWaits();
    }

    /** The state of one round. */
    private final class Play {

        private final List<Visit> fresh;
        private final Claims.Waiting queue;
        private final List<Seeker> candidates;
        private final boolean othersFit;
        private final Map<PilotId, Entry> entries;
        private final Map<PilotId, RuntimeException> refused = new HashMap<>();
        private final Set<PilotId> outdated = new TreeSet<>();
        private final Map<PilotId, Assignment> given = new HashMap<>();
        private final Set<PilotId> sentAway = new HashSet<>();
        private final Map<PilotId, Directive> followed = new HashMap<>();
        private Map<PilotId, Directive> cancelled = Map.of();

        Play(List<Visit> fresh, Collection<Seeker> waiting) {
            this.fresh = fresh;
            var wanted = !waiting.isEmpty() || fresh.stream().anyMatch(Visit::wants);
            this.queue = wanted ? claims.waiting() : Claims.Waiting.NOTHING;
            // Given a job by another server, on a connection that was cut: the pilot waits for it here. Or told to end.
            var called = waiting.isEmpty() ? Set.<PilotId>of() : book.called();
            var looks = !queue.open().isEmpty() || !called.isEmpty();
            var fitting = (looks ? waiting.stream() : Stream.<Seeker>empty())
                    .filter(it -> called.contains(it.pilot()) || Claims.anyFits(queue.open(), it))
                    .collect(Collectors.toCollection(ArrayList::new));
            if (fitting.size() > MOST_CANDIDATES) {
                // Those who wait longest may be such as nothing can be given to; the others have their turn too.
                Collections.shuffle(fitting);
            }
            this.candidates = fitting.subList(0, Math.min(fitting.size(), MOST_CANDIDATES));
            this.othersFit = fitting.size() > candidates.size();
            var all = new TreeSet<PilotId>();
            fresh.forEach(it -> all.add(it.pilot()));
            candidates.forEach(it -> all.add(it.pilot()));
            this.entries = book.lock(all);
        }

        Result run() {
            fresh.forEach(this::refuseIfWrong);
            var heard = fresh.stream()
                    .filter(it -> !refused.containsKey(it.pilot()))
                    .toList();
            var said = reports.apply(heard);
            var live = book.live(entries.keySet());
            var settled = reconciliation.settle(heard, live);
            var entered = said.entered().and(settled.entered());
            var released = books.follow(entered);
            given.putAll(settled.again());
            cancelled = settled.cancelled();
            heard.forEach(it -> followIfWatched(it, live.get(it.pilot())));
            var seekers = seekers(heard, settled.free());
            seekers.addAll(current(candidates, live));
            var claimed = claims.claim(queue, seekers);
            claimed.jobs().forEach(it -> given.put(it.pilot(), it.assignment()));
            record(heard, said);
            var goesOn = othersFit && candidates.stream().anyMatch(this::isSettled);
            // A job ended, perhaps of a type that was full.
            var freed = queue.someAreFull() && !said.ended().isEmpty();
            return new Result(
                    answers(heard, said),
                    refused,
                    stillSeeking(seekers),
                    outdated,
                    goesOn,
                    entered.requeued() || released || freed || goesOn ? Duration.ZERO : claimed.again());
        }

        private void refuseIfWrong(Visit visit) {
            var entry = entries.get(visit.pilot());
            if (entry == null) {
                refused.put(visit.pilot(), new Gone("Pilot " + visit.pilot() + " is not in the books; register anew."));
            } else if (!MessageDigest.isEqual(entry.tokenHash(), visit.tokenHash())) {
                refused.put(visit.pilot(), new Unauthorized("Pilot " + visit.pilot() + " has registered again since."));
            } else if (visit.seq() < entry.seq()) {
                refused.put(
                        visit.pilot(),
                        new Conflict("Exchange " + visit.seq() + " was overtaken by exchange " + entry.seq() + "."));
            }
        }

        private void followIfWatched(Visit visit, @Nullable Live live) {
            if (live != null
                    && live.followed()
                    && live.attempt().equals(visit.exchange().holds())) {
                followed.put(visit.pilot(), new Directive.Follow(live.attempt(), "somebody watches its output"));
            }
        }

        private List<Seeker> seekers(List<Visit> heard, Set<PilotId> free) {
            var seekers = new ArrayList<Seeker>();
            for (var visit : heard) {
                var want = visit.exchange().want();
                var entry = entry(visit.pilot());
                if (want != null && free.contains(visit.pilot()) && mayWork(entry)) {
                    seekers.add(new Seeker(visit.pilot(), entry.site(), entry.host(), want, visit.seq()));
                }
            }
            return seekers;
        }

        private static boolean mayWork(Entry entry) {
            return entry.told() == null;
        }

        /** Those of the waiting pilots that still wait here and hold nothing. */
        private List<Seeker> current(List<Seeker> waiting, Map<PilotId, Live> live) {
            var current = new ArrayList<Seeker>();
            for (var seeker : waiting) {
                var entry = entries.get(seeker.pilot());
                var holds = live.get(seeker.pilot());
                if (entry == null || entry.seq() != seeker.seq() || !entry.isServed()) {
                    outdated.add(seeker.pilot());
                } else if (holds != null && holds.confirmed()) {
                    outdated.add(seeker.pilot());
                } else if (holds != null) {
                    given.put(seeker.pilot(), holds.claimed().assignment());
                } else if (mayWork(entry)) {
                    current.add(seeker);
                } else {
                    sentAway.add(seeker.pilot());
                }
            }
            return current;
        }

        private boolean isSettled(Seeker seeker) {
            var pilot = seeker.pilot();
            return given.containsKey(pilot) || sentAway.contains(pilot) || outdated.contains(pilot);
        }

        private Entry entry(PilotId pilot) {
            var entry = entries.get(pilot);
            if (entry == null) {
                throw new IllegalStateException("pilot " + pilot + " was not locked");
            }
            return entry;
        }

        private Map<PilotId, ExchangeAnswer> answers(List<Visit> heard, Reports.Result said) {
            var answers = new HashMap<PilotId, ExchangeAnswer>();
            for (var visit : heard) {
                answers.put(visit.pilot(), answer(visit.seq(), visit.pilot(), said));
            }
            for (var seeker : candidates) {
                if (given.containsKey(seeker.pilot()) || sentAway.contains(seeker.pilot())) {
                    answers.put(seeker.pilot(), answer(seeker.seq(), seeker.pilot(), said));
                }
            }
            return answers;
        }

        private ExchangeAnswer answer(long seq, PilotId pilot, Reports.Result said) {
            var directives = new ArrayList<Directive>();
            Stream.of(cancelled, followed)
                    .flatMap(it -> Stream.ofNullable(it.get(pilot)))
                    .forEach(directives::add);
            var told = entry(pilot).told();
            if (told != null) {
                directives.add(told.directive());
            }
            return new ExchangeAnswer(
                    seq, said.outcomes().getOrDefault(pilot, List.of()), directives, given.get(pilot));
        }

        private Map<PilotId, Seeker> stillSeeking(List<Seeker> seekers) {
            var still = new HashMap<PilotId, Seeker>();
            for (var seeker : seekers) {
                if (!given.containsKey(seeker.pilot())) {
                    still.put(seeker.pilot(), seeker);
                }
            }
            return still;
        }

        private void record(List<Visit> heard, Reports.Result said) {
            var changes = new ArrayList<Change>();
            for (var visit : heard) {
                var exchange = visit.exchange();
                var busy = exchange.leaving() == null && (exchange.holds() != null || given.containsKey(visit.pilot()));
                var done = said.ended().getOrDefault(visit.pilot(), 0);
                changes.add(change(entry(visit.pilot()), busy, done, exchange));
            }
            for (var seeker : candidates) {
                if (given.containsKey(seeker.pilot())) {
                    changes.add(change(entry(seeker.pilot()), true, 0, nothingNew(seeker)));
                }
            }
            book.record(changes);
        }

        /** What a pilot says that waits. */
        private static Exchange nothingNew(Seeker seeker) {
            return new Exchange(seeker.seq(), null, List.of(), null, null);
        }

        private Change change(Entry was, boolean busy, int done, Exchange said) {
            var lease = (busy ? settings.lease() : settings.idleLease()).toMillis() / 1000.0;
            var leaving = said.leaving();
            return new Change(
                    was,
                    next(was, leaving != null, busy),
                    said.seq(),
                    lease,
                    done,
                    said.want(),
                    said.machine(),
                    leaving);
        }

        private static PilotState next(Entry was, boolean leaves, boolean busy) {
            var told = was.told();
            if (was.state() == PilotState.KILLED) {
                return PilotState.KILLED;
            }
            if (leaves) {
                return told != null && told.what() == Told.What.STOP ? PilotState.KILLED : PilotState.STOPPED;
            }
            if (told != null) {
                return PilotState.DRAINING;
            }
            return busy ? PilotState.BUSY : PilotState.IDLE;
        }
    }
}
