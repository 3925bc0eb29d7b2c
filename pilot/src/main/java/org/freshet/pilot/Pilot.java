package org.freshet.pilot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.freshet.pilot.payload.Payload;
import org.freshet.pilot.payload.PayloadEnd;
import org.freshet.pilot.payload.PayloadLauncher;
import org.freshet.pilot.payload.PayloadUser;
import org.freshet.pilot.payload.UnusableUserException;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.pilot.talk.Conversation;
import org.freshet.pilot.talk.Heard;
import org.freshet.pilot.talk.Message;
import org.freshet.pilot.talk.News;
import org.freshet.pilot.talk.Timing;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.Registered;
import org.freshet.protocol.ReportOutcome;
import org.freshet.protocol.SiteParameters;
import org.jspecify.annotations.Nullable;

/**
 * The pilot's loop. One thread decides everything; the conversation with the servers and the payload run beside it and
 * wake it with events.
 */
final class Pilot {

    /** Logs up to this length go into the report of the end, longer ones are uploaded before it. */
    private static final int INLINE_LOG_BYTES = 32 * 1024;

    /** Beyond the grace period, how long the end of a payload may take when the pilot itself has failed. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(15);

    /** How long after it was asked the server's word that an attempt is current may be acted on; less than a lease. */
    private static final Duration CURRENT = Duration.ofSeconds(10);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Outbox outbox = new Outbox();
    private final Departure departure = new Departure();
    private final Map<AttemptId, Work> reported = new HashMap<>();
    private final Slot slot;
    private final PayloadLauncher launcher;
    private final Timing timing;
    private final PilotLog log;
    private final Conversation conversation;

    private @Nullable Registered me;
    private @Nullable Tenure tenure;
    private @Nullable Work work;
    private @Nullable String wantedUser;
    private @Nullable PayloadUser payloadUser;
    private Moment lastWords = PilotClock.now();
    /** A server that does not park wishes must not be asked without a pause. */
    private Moment mayAskAgain = lastWords;

    /** How long an exclusive job may go on by the last answer. */
    private Moment heldUntil = lastWords;

    private @Nullable ExitCode exit;

    /** @param talk makes the conversation that tells the given listener what it hears */
    Pilot(
            Slot slot,
            PayloadLauncher launcher,
            Timing timing,
            PilotLog log,
            Function<Consumer<Heard>, Conversation> talk) {
        this.slot = slot;
        this.launcher = launcher;
        this.timing = timing;
        this.log = log;
        this.conversation = talk.apply(heard -> events.add(new Event.FromServer(heard)));
    }

    /** Makes the pilot leave within its site's drain grace; may be called from any thread. */
    void terminate() {
        events.add(new Event.Terminated());
    }

    /** Returns when the pilot has left. */
    ExitCode run() throws InterruptedException {
        conversation.join();
        try {
            while (exit == null) {
                var event = events.poll(untilNext().toNanos(), TimeUnit.NANOSECONDS);
                if (event != null) {
                    on(event);
                }
                passTime();
                speak();
            }
            return exit;
        } finally {
            conversation.abandon();
            endWhateverRuns();
        }
    }

    private void on(Event event) {
        switch (event) {
            case Event.FromServer(Heard.Joined(var registered)) -> joined(registered);
            case Event.FromServer(Heard.Answered(var message, var answer, var askedAt)) ->
                answered(message, answer, askedAt);
            case Event.FromServer(Heard.LogsUploaded(var end)) -> conclude(new News.Ended(end, List.of()));
            case Event.FromServer(Heard.Over(var cause, var sentence)) -> over(ExitCode.of(cause), sentence);
            case Event.PayloadEnded(var end) -> payloadEnded(end);
            case Event.Delivered(var end) -> delivered(end);
            case Event.Terminated() -> terminated();
        }
    }

    private void joined(Registered registered) {
        log.setPilot(registered.pilot());
        log.say("Registered at " + conversation.address() + ", site "
                + registered.site().name() + ".");
        me = registered;
        if (tenure == null) {
            tenure = new Tenure(registered.site(), timing.silence());
        }
        tenure.follow(registered.site());
        tenure.heard();
        becomePayloadUser(registered.site());
    }

    /** A registration anew may find that the site wants another user now. */
    private void becomePayloadUser(SiteParameters site) {
        if (payloadUser != null && Objects.equals(site.payloadUser(), wantedUser)) {
            return;
        }
        wantedUser = site.payloadUser();
        try {
            payloadUser = launcher.user(wantedUser, Machine.isRoot(), slot.work());
            if (wantedUser != null) {
                log.say("Payloads run as "
                        + (Machine.isRoot()
                                ? wantedUser
                                : "the pilot's own user " + Machine.user() + ", not as " + wantedUser
                                        + ": the pilot does not run as root")
                        + ".");
            }
        } catch (UnusableUserException e) {
            departure.endWith(ExitCode.PAYLOAD_USER);
            leave(e.sentence());
        }
    }

    private void answered(Message message, ExchangeAnswer answer, Moment askedAt) {
        if (me == null || tenure == null || !outbox.acknowledge(message)) {
            return;
        }
        tenure.heard();
        heldUntil = askedAt.plus(timing.cutOff(Duration.ofSeconds(me.site().heartbeatSeconds())));
        if (work != null) {
            work.holdUntil(heldUntil);
        }
        if (answer.job() == null) {
            mayAskAgain = lastWords.plus(timing.shortestPause());
        }
        var said = lastWords;
        lastWords = PilotClock.now();
        message.news().forEach(this::clean);
        answer.outcomes().forEach(this::judged);
        if (work != null) {
            work.follow(false);
        }
        answer.directives().forEach(this::obey);
        if (work != null && work.isAskedIn(message)) {
            deliver(work, answer, said.plus(CURRENT));
        }
        if (answer.job() != null) {
            take(answer.job());
        }
        if (message.leaving() != null) {
            log.say("It has left: " + message.leaving() + ".");
            exit = departure.code();
        }
    }

    /** The end of an attempt is with the server: what the pilot kept of it can go. */
    private void clean(News acknowledged) {
        switch (acknowledged) {
            case News.Ended ended ->
                clean(ended.attempt(), ended.end().verdict().reason() == null);
            case News.GivenBack back -> clean(back.attempt(), false);
            case News.Started _, News.Progress _, News.Question _ -> {}
        }
    }

    private void clean(AttemptId attempt, boolean finished) {
        var done = reported.remove(attempt);
        if (done != null) {
            done.clean(finished);
        }
    }

    private void judged(ReportOutcome outcome) {
        boolean current = work != null && work.attempt().equals(outcome.attempt());
        switch (outcome.outcome()) {
            case APPLIED, DUPLICATE -> {
                if (current && work != null && !work.isBegun()) {
                    beginExclusive(work);
                }
            }
            case SUPERSEDED, ILLEGAL -> {
                log.say(outcome.attempt(), "The server refused a report: " + outcome.sentence());
                if (current && work != null) {
                    endOrForget(work, outcome.sentence());
                }
            }
        }
    }

    /** An exclusive job that has not begun is not run at all; its end need not be reported. */
    private void endOrForget(Work refused, String why) {
        if (refused.undelivered().isPresent()) {
            withhold(refused, why);
        } else if (refused.isBegun()) {
            refused.end(why);
        } else {
            work = null;
        }
    }

    private void obey(Directive directive) {
        switch (directive) {
            case Directive.Cancel(var attempt, var why) -> {
                if (work != null && work.attempt().equals(attempt)) {
                    log.say(attempt, "The server cancelled it: " + why);
                    cancel(work, why);
                }
            }
            case Directive.Follow follow -> {
                if (work != null && work.attempt().equals(follow.attempt())) {
                    work.follow(true);
                }
            }
            case Directive.Drain(var why) -> leave(why);
            case Directive.Stop(var why) -> {
                leave(why);
                leaveEmptyHanded(why);
            }
        }
    }

    private void cancel(Work cancelled, String why) {
        if (cancelled.undelivered().isPresent()) {
            withhold(cancelled, why);
        } else if (cancelled.isBegun()) {
            cancelled.end(why);
        } else {
            conclude(new News.GivenBack(cancelled.attempt(), why));
        }
    }

    private void take(Assignment job) {
        if (work != null || departure.isEmptyHanded()) {
            var why = departure.why();
            outbox.add(new News.GivenBack(job.attempt(), why == null ? "The pilot holds another job." : why));
            return;
        }
        work = new Work(job);
        if (job.exclusive()) {
            outbox.add(work.sayStart());
        } else {
            begin(work);
        }
    }

    /** The answer may have been read long after it was sent: then the server perhaps thinks that the pilot is lost. */
    private void beginExclusive(Work next) {
        if (heldUntil.isPast()) {
            conclude(new News.GivenBack(next.attempt(), "The pilot stood still before it could start the payload."));
        } else {
            begin(next);
        }
    }

    private void begin(Work next) {
        if (me == null || payloadUser == null) {
            throw new IllegalStateException("A job arrived before the registration.");
        }
        var job = next.job();
        log.say(job.attempt(), "Starts " + job.name() + " (" + job.jobtype() + "): " + job.payload());
        var killGrace = Duration.ofSeconds(me.site().killGraceSeconds());
        var until = job.exclusive() ? heldUntil : null;
        var payload = new Payload(
                job, me.pilot(), me.site().env(), conversation.address(), slot.work(), payloadUser, killGrace, until);
        next.begin(launcher.start(payload, end -> events.add(new Event.PayloadEnded(end))));
    }

    private void payloadEnded(PayloadEnd end) {
        if (work == null) {
            return;
        }
        var message = end.verdict().message();
        log.say(end.attempt(), message == null ? "The payload ended with exit code 0." : message);
        work.noteEnd();
        if (departure.isTerminated()) {
            sayFarewell();
        }
        if (work.isUndelivered(end)) {
            outbox.add(work.ask(end));
        } else {
            finish(work, end);
        }
    }

    /** The server's word on the attempt holds for so long: an attempt that it heard of is not given to another pilot. */
    private void deliver(Work asked, ExchangeAnswer answer, Moment until) {
        boolean current = answer.outcomes().stream()
                .anyMatch(it -> it.attempt().equals(asked.attempt())
                        && (it.outcome() == ReportOutcome.Outcome.APPLIED
                                || it.outcome() == ReportOutcome.Outcome.DUPLICATE));
        if (current) {
            asked.deliver(until, end -> events.add(new Event.Delivered(end)));
        } else {
            withhold(asked, "the server did not say that the attempt is current");
        }
    }

    private void delivered(Optional<PayloadEnd> end) {
        if (work == null) {
            return;
        }
        if (end.isPresent()) {
            finish(work, end.get());
        } else {
            log.say(work.attempt(), "The server's answer came late: it is asked again whether the attempt is current.");
            outbox.add(work.askAgain());
        }
    }

    private void withhold(Work refused, String why) {
        refused.undelivered().ifPresent(end -> finish(refused, refused.withhold(end, why)));
    }

    private void finish(Work done, PayloadEnd end) {
        if (end.hostsFault()) {
            String why = String.valueOf(end.verdict().message());
            departure.endWith(ExitCode.WORK_DIRECTORY);
            leave(why);
            conclude(new News.GivenBack(end.attempt(), why));
            return;
        }
        var givenBackWhy = done.givenBackWhy();
        if (end.asked() && givenBackWhy.isPresent()) {
            conclude(new News.GivenBack(end.attempt(), givenBackWhy.get()));
        } else if (end.keptBytes() > INLINE_LOG_BYTES && departure.failure().isEmpty()) {
            conversation.upload(end);
        } else {
            conclude(new News.Ended(end, end.logs()));
        }
    }

    /** The job is out of the pilot's hands once this news is with the server. */
    private void conclude(News last) {
        if (work == null || tenure == null) {
            return;
        }
        outbox.withdrawStart(last.attempt());
        outbox.add(last);
        reported.put(last.attempt(), work);
        work = null;
        tenure.jobEnded();
    }

    private void terminated() {
        log.say("It was told to go by a signal.");
        if (me == null) {
            exit = ExitCode.NORMAL;
            return;
        }
        departure.terminate(Duration.ofSeconds(me.site().drainGraceSeconds()));
        leave("the batch system, or whoever started it, ended it");
        if (work != null && !work.isBegun()) {
            conclude(new News.GivenBack(work.attempt(), "The pilot had to go before the payload was started."));
        }
        if (work == null || work.hasEnded()) {
            sayFarewell();
        }
    }

    private void leave(String why) {
        if (!departure.isDecided()) {
            log.say("It takes no more jobs: " + (why.endsWith(".") ? why : why + "."));
            departure.decide(why);
        }
        if (work == null && outbox.isAskingForAJob()) {
            dropMessage();
        }
    }

    private void leaveEmptyHanded(String why) {
        departure.leaveEmptyHanded();
        if (work != null && work.isBegun()) {
            work.giveBack(why);
        } else if (work != null) {
            conclude(new News.GivenBack(work.attempt(), why));
        }
    }

    /** Whatever is under way gives way to the last message, and that one has only so much time. */
    private void sayFarewell() {
        departure.leaveEmptyHanded();
        departure.sayFarewell(timing.farewell());
        dropMessage();
    }

    private void dropMessage() {
        conversation.abandon();
        outbox.drop();
    }

    private void over(ExitCode code, String sentence) {
        log.say("The conversation with the server is over: " + sentence);
        departure.fail(code);
        departure.decide(sentence);
        leaveEmptyHanded(sentence);
    }

    private void passTime() {
        if (departure.isGraceOver()) {
            leaveEmptyHanded("The pilot had to go before the payload ended.");
        }
        if (departure.isFarewellOver()) {
            log.say("It leaves without an answer to its last message.");
            exit = departure.code();
        }
        if (work == null || work.hasEnded()) {
            departure.failure().ifPresent(code -> exit = code);
        }
        if (work == null) {
            considerLeaving();
        } else if (isDue(work.untilStartIsDue(timing.startWait()))) {
            outbox.add(work.sayStart());
        }
    }

    private void considerLeaving() {
        if (tenure == null || exit != null) {
            return;
        }
        if (!departure.isDecided()) {
            tenure.reasonToGo().ifPresent(this::leave);
        }
        if (tenure.isSilentTooLong()) {
            log.say("No server has answered for " + timing.silence().toMinutes() + " minutes: it stops.");
            exit = ExitCode.NO_SERVER;
        }
    }

    /** Says what there is to say, unless a message is under way: its answer comes first. */
    private void speak() {
        if (me == null
                || tenure == null
                || exit != null
                || outbox.isWaiting()
                || departure.failure().isPresent()) {
            return;
        }
        if (work == null && departure.isDecided()) {
            if (!outbox.hasNews()) {
                departure.sayFarewell(timing.farewell());
            }
            say(outbox.next(null, null, departure.why()));
        } else if (work == null && (outbox.hasNews() || mayAskAgain.isPast())) {
            say(outbox.next(null, slot.offer(tenure.remaining()), null));
        } else if (work != null
                && (outbox.hasNews() || isDue(untilHeartbeat(me)) || isDue(work.untilNewLogsAreDue(timing)))) {
            if (work.isBegun()) {
                outbox.add(work.progress(timing));
            }
            say(outbox.next(work.attempt(), null, null));
        }
    }

    private void say(Message message) {
        lastWords = PilotClock.now();
        conversation.say(message);
    }

    private Duration untilHeartbeat(Registered registered) {
        return lastWords
                .plus(Duration.ofSeconds(registered.site().heartbeatSeconds()))
                .remaining();
    }

    /** How long the loop may wait for an event before time alone changes something. */
    private Duration untilNext() {
        var next = Stream.<Duration>builder().add(Duration.ofHours(1));
        departure.untilNext().ifPresent(next);
        if (work != null && me != null) {
            work.untilStartIsDue(timing.startWait()).ifPresent(next);
            if (!outbox.isWaiting()) {
                work.untilNewLogsAreDue(timing).ifPresent(next);
                next.add(untilHeartbeat(me));
            }
        } else if (tenure != null) {
            if (!outbox.isWaiting()) {
                next.add(mayAskAgain.remaining());
            }
            next.add(departure.isDecided() ? tenure.untilSilentTooLong() : tenure.untilNext());
        }
        return next.build().min(Duration::compareTo).orElseThrow();
    }

    private static boolean isDue(Optional<Duration> until) {
        return until.isPresent() && isDue(until.get());
    }

    private static boolean isDue(Duration until) {
        return until.isZero();
    }

    /** Normally nothing runs any more; after a fault of the pilot its payload must not outlive it. */
    private void endWhateverRuns() throws InterruptedException {
        if (work != null) {
            var gone = work;
            gone.undelivered().ifPresent(end -> gone.withhold(end, "The pilot stops."));
        }
        if (work == null || me == null || !work.isBegun() || work.hasEnded()) {
            return;
        }
        work.end("The pilot stops.");
        var deadline = PilotClock.now()
                .plus(LAST_PATIENCE)
                .plus(Duration.ofSeconds(me.site().killGraceSeconds()));
        Event event;
        do {
            event = events.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } while (event != null && !(event instanceof Event.PayloadEnded));
    }
}
