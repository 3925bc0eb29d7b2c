package org.freshet.pilot;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.pilot.payload.Hold;
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
import org.freshet.pilot.talk.Timing;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.Registered;
import org.freshet.protocol.SiteParameters;
import org.jspecify.annotations.Nullable;

/**
 * The pilot's loop. One thread decides everything; the conversation with the servers and the payload run beside it and
 * wake it with events.
 */
final class Pilot {

    /** Beyond the grace period, how long the end of a payload may take when the pilot itself has failed. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(15);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Outbox outbox = new Outbox();
    private final Departure departure = new Departure();
    private final Slot slot;
    private final PayloadLauncher launcher;
    private final Timing timing;
    private final PilotLog log;
    private final Conversation conversation;
    private final Hands hands;
    private final MachineWatch machine;

    private @Nullable Registered me;
    private @Nullable Tenure tenure;
    private @Nullable String wantedUser;
    private @Nullable PayloadUser payloadUser;
    private Moment lastWords = PilotClock.now();
    /** A server that does not park wishes must not be asked without a pause. */
    private Moment mayAskAgain = lastWords;

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
        this.machine = new MachineWatch(slot.work());
        this.hands = new Hands(launcher, slot.work(), outbox, departure, conversation, log, events::add);
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
            hands.finishTidying();
        }
    }

    private void on(Event event) {
        switch (event) {
            case Event.FromServer(Heard.Joined(var registered)) -> joined(registered);
            case Event.FromServer(Heard.Answered(var message, var answer, var askedAt)) ->
                answered(message, answer, askedAt);
            case Event.FromServer(Heard.LogsUploaded(var end)) -> hands.logsUploaded(end);
            case Event.FromServer(Heard.Over(var cause, var sentence)) -> over(ExitCode.of(cause), sentence);
            case Event.PayloadEnded(var end) -> payloadEnded(end);
            case Event.Delivered(var end) -> hands.delivered(end);
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
        hands.register(registered, payloadUser);
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
        hands.hold(Hold.until(
                askedAt.plus(timing.cutOff(Duration.ofSeconds(me.site().heartbeatSeconds())))));
        if (answer.job() == null) {
            mayAskAgain = lastWords.plus(timing.shortestPause());
        }
        var said = lastWords;
        lastWords = PilotClock.now();
        message.news().forEach(hands::clean);
        answer.outcomes().forEach(hands::judged);
        follow(answer);
        answer.directives().forEach(this::obey);
        hands.deliver(message, answer, said);
        if (answer.job() != null) {
            hands.take(answer.job());
        }
        if (message.leaving() != null) {
            log.say("It has left: " + message.leaving() + ".");
            exit = departure.code();
        }
    }

    private void follow(ExchangeAnswer answer) {
        var work = hands.work();
        if (work != null) {
            work.follow(answer.directives().stream()
                    .anyMatch(it -> it instanceof Directive.Follow follow
                            && follow.attempt().equals(work.attempt())));
        }
    }

    private void obey(Directive directive) {
        switch (directive) {
            case Directive.Cancel(var attempt, var why) -> hands.cancel(attempt, why);
            case Directive.Follow _ -> {}
            case Directive.Drain(var why) -> leave(why);
            case Directive.Stop(var why) -> {
                leave(why);
                leaveEmptyHanded(why);
            }
        }
    }

    private void payloadEnded(PayloadEnd end) {
        if (tenure != null) {
            tenure.payloadEnded();
        }
        if (departure.isTerminated()) {
            sayFarewell();
        }
        hands.payloadEnded(end);
    }

    private void terminated() {
        log.say("It was told to go by a signal.");
        if (me == null) {
            exit = ExitCode.NORMAL;
            return;
        }
        departure.terminate(Duration.ofSeconds(me.site().drainGraceSeconds()));
        leave("the batch system, or whoever started it, ended it");
        hands.giveBackUnbegun("The pilot had to go before the payload was started.");
        hands.hurry();
        if (!hands.areBusy()) {
            sayFarewell();
        }
    }

    private void leave(String why) {
        if (!departure.isDecided()) {
            log.say("It takes no more jobs: " + (why.endsWith(".") ? why : why + "."));
            departure.decide(why);
        }
        if (hands.work() == null && outbox.isAskingForAJob()) {
            dropMessage();
        }
    }

    private void leaveEmptyHanded(String why) {
        departure.leaveEmptyHanded();
        hands.giveBack(why);
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
        if (!hands.areBusy()) {
            departure.failure().ifPresent(code -> exit = code);
        }
        var work = hands.work();
        if (work != null && isDue(work.untilStartIsDue(timing.startWait()))) {
            outbox.add(work.sayStart());
        }
        if (!hands.areBusy()) {
            considerLeaving();
        }
    }

    private void considerLeaving() {
        if (tenure == null || exit != null) {
            return;
        }
        tenure.countJobs(hands.concluded());
        if (hands.work() == null && !departure.isDecided()) {
            tenure.reasonToGo().ifPresent(this::leave);
        }
        if (tenure.isSilentTooLong(isOwing())) {
            log.say("No server has answered for " + timing.silence().toMinutes() + " minutes: it stops.");
            if (isOwing()) {
                log.say("Its lifetime is over. No server knows how these ended: " + owed() + ".");
            }
            exit = ExitCode.NO_SERVER;
        }
    }

    /** Whether something has ended of which no server knows. */
    private boolean isOwing() {
        return !owed().isEmpty();
    }

    private String owed() {
        var work = hands.work();
        var inHand = work != null && work.hasEnded() ? Stream.of(work.attempt()) : Stream.<AttemptId>empty();
        return Stream.concat(outbox.ends().stream(), inHand)
                .map(AttemptId::toString)
                .collect(Collectors.joining(", "));
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
        var work = hands.work();
        if (work == null && departure.isDecided()) {
            if (!outbox.hasNews()) {
                departure.sayFarewell(timing.farewell());
            }
            say(outbox.next(null, null, departure.why(), null));
        } else if (work == null && (outbox.hasNews() || mayAskAgain.isPast())) {
            say(outbox.next(null, slot.offer(tenure.remaining()), null, machine.ifDue()));
        } else if (work != null
                && (outbox.hasNews() || isDue(untilHeartbeat(me)) || isDue(work.untilNewLogsAreDue(timing)))) {
            if (work.isBegun()) {
                outbox.add(work.progress(timing));
            }
            say(outbox.next(work.attempt(), null, null, machine.ifDue()));
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
        var work = hands.work();
        if (work != null && me != null) {
            work.untilStartIsDue(timing.startWait()).ifPresent(next);
            if (!outbox.isWaiting()) {
                work.untilNewLogsAreDue(timing).ifPresent(next);
                next.add(untilHeartbeat(me));
            }
        } else if (tenure != null && !outbox.isWaiting()) {
            next.add(mayAskAgain.remaining());
        }
        if (tenure != null && !hands.areBusy()) {
            boolean asked = work != null || departure.isDecided();
            next.add(asked ? tenure.untilSilentTooLong(isOwing()) : tenure.untilNext(isOwing()));
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
        boolean busy = hands.areBusy();
        hands.drop("The pilot stops.");
        if (!busy || me == null) {
            return;
        }
        var deadline = PilotClock.now()
                .plus(LAST_PATIENCE)
                .plus(Duration.ofSeconds(me.site().killGraceSeconds()));
        Event event;
        do {
            event = events.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } while (event != null && !(event instanceof Event.PayloadEnded));
    }
}
