package org.freshet.pilot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.freshet.pilot.payload.Hold;
import org.freshet.pilot.payload.Payload;
import org.freshet.pilot.payload.PayloadEnd;
import org.freshet.pilot.payload.PayloadLauncher;
import org.freshet.pilot.payload.PayloadUser;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.pilot.talk.Conversation;
import org.freshet.pilot.talk.Message;
import org.freshet.pilot.talk.News;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.Registered;
import org.freshet.protocol.ReportOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What the pilot has in its hands: at most one job, from its arrival until the news of its end is in the outbox, and the
 * directories of those whose end is not acknowledged. Used by the pilot's one thread.
 */
final class Hands {

    /** Logs up to this length go into the report of the end, longer ones are uploaded before it. */
    private static final int INLINE_LOG_BYTES = 32 * 1024;

    /** How long after it was asked the server's word that an attempt is current may be acted on; less than a lease. */
    private static final Duration CURRENT = Duration.ofSeconds(10);

    private final PayloadLauncher launcher;
    private final Path directory;
    private final Outbox outbox;
    private final Departure departure;
    private final Conversation conversation;
    private final PilotLog log;
    private final Consumer<Event> events;
    private final Tidying tidying;
    private final Map<AttemptId, Work> reported = new HashMap<>();
    private @Nullable Registered me;
    private @Nullable PayloadUser user;
    private @Nullable Work work;
    private @Nullable PayloadEnd uploading;
    private int concluded;

    /** How long an exclusive job may go on by the last answer. */
    private Hold hold = Hold.none();

    /**
     * @param directory below which every job gets its own
     * @param events is told what payloads do; may be called on any thread
     */
    Hands(
            PayloadLauncher launcher,
            Path directory,
            Outbox outbox,
            Departure departure,
            Conversation conversation,
            PilotLog log,
            Consumer<Event> events) {
        this.launcher = launcher;
        this.directory = directory;
        this.outbox = outbox;
        this.departure = departure;
        this.conversation = conversation;
        this.log = log;
        this.events = events;
        this.tidying = new Tidying(log);
    }

    /** @param runsAs absent if it is not usable: then the pilot leaves, and takes nothing */
    void register(Registered registered, @Nullable PayloadUser runsAs) {
        me = registered;
        user = runsAs;
    }

    /** What it holds, if anything. */
    @Nullable
    Work work() {
        return work;
    }

    /** How many jobs it has had and has no more. */
    int concluded() {
        return concluded;
    }

    /** Whether a payload runs. */
    boolean areBusy() {
        return work != null && work.isBegun() && !work.hasEnded();
    }

    void hold(Hold later) {
        hold = later;
        if (work != null) {
            work.hold(later);
        }
    }

    void take(Assignment job) {
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

    private void begin(Work next) {
        if (me == null || user == null) {
            throw new IllegalStateException("A job arrived before the registration.");
        }
        var job = next.job();
        log.say(job.attempt(), "Starts " + job.name() + " (" + job.jobtype() + "): " + job.payload());
        var site = me.site();
        var killGrace = Duration.ofSeconds(site.killGraceSeconds());
        var until = job.exclusive() ? hold : null;
        var payload =
                new Payload(job, me.pilot(), site.env(), conversation.address(), directory, user, killGrace, until);
        next.begin(launcher.start(payload, end -> events.accept(new Event.PayloadEnded(end))));
    }

    void judged(ReportOutcome outcome) {
        boolean accepted = isAccepted(outcome);
        if (!accepted) {
            log.say(outcome.attempt(), "The server refused a report: " + outcome.sentence());
        }
        if (work == null || !work.attempt().equals(outcome.attempt())) {
            return;
        }
        if (!accepted) {
            endOrForget(work, outcome.sentence());
        } else if (!work.isBegun()) {
            beginExclusive(work);
        }
    }

    private static boolean isAccepted(ReportOutcome outcome) {
        return switch (outcome.outcome()) {
            case APPLIED, DUPLICATE -> true;
            case SUPERSEDED, ILLEGAL -> false;
        };
    }

    /** The answer may have been read long after it was sent: then the server perhaps thinks that the pilot is lost. */
    private void beginExclusive(Work next) {
        if (hold.until().isPast()) {
            conclude(new News.GivenBack(next.attempt(), "The pilot stood still before it could start the payload."));
        } else {
            begin(next);
        }
    }

    /** An exclusive job that has not begun is not run at all; its end need not be reported. */
    private void endOrForget(Work refused, String why) {
        if (refused.undelivered().isPresent()) {
            withhold(refused, why);
        } else if (uploading != null) {
            dropUpload(uploading);
        } else if (refused.isBegun()) {
            refused.end(why);
        } else {
            work = null;
        }
    }

    void cancel(AttemptId attempt, String why) {
        if (work == null || !work.attempt().equals(attempt)) {
            return;
        }
        log.say(attempt, "The server cancelled it: " + why);
        if (work.undelivered().isPresent()) {
            withhold(work, why);
        } else if (uploading != null) {
            dropUpload(uploading);
        } else if (work.isBegun()) {
            work.end(why);
        } else {
            conclude(new News.GivenBack(attempt, why));
        }
    }

    /** Ends the payload; unless it ends by itself first, the job goes back to the queue. */
    void giveBack(String why) {
        if (work != null && work.isBegun()) {
            work.giveBack(why);
        } else {
            giveBackUnbegun(why);
        }
    }

    void giveBackUnbegun(String why) {
        if (work != null && !work.isBegun()) {
            conclude(new News.GivenBack(work.attempt(), why));
        }
    }

    void payloadEnded(PayloadEnd end) {
        if (work == null) {
            return;
        }
        var message = end.verdict().message();
        log.say(end.attempt(), message == null ? "The payload ended with exit code 0." : message);
        work.noteEnd();
        if (work.isUndelivered(end)) {
            outbox.add(work.ask(end));
        } else {
            finish(work, end);
        }
    }

    /**
     * Puts the files that wait for the server's word in place, if this is the answer to that question.
     *
     * @param askedAt the word holds from then on: an attempt that the server heard of is not given to another pilot
     */
    void deliver(Message asked, ExchangeAnswer answer, Moment askedAt) {
        if (work == null || !work.isAskedIn(asked)) {
            return;
        }
        var attempt = work.attempt();
        boolean current = answer.outcomes().stream().anyMatch(it -> it.attempt().equals(attempt) && isAccepted(it));
        if (current) {
            work.deliver(askedAt.plus(CURRENT), end -> events.accept(new Event.Delivered(end)));
        } else {
            withhold(work, "the server did not say that the attempt is current");
        }
    }

    void delivered(Optional<PayloadEnd> end) {
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
        refused.undelivered().ifPresent(end -> {
            var withheld = refused.withhold(end, why);
            tidying.start(refused::discardOutputs);
            finish(refused, withheld);
        });
    }

    private void finish(Work done, PayloadEnd end) {
        var givenBackWhy = done.givenBackWhy();
        if (end.hostsFault()) {
            var why = String.valueOf(end.verdict().message());
            departure.endWith(ExitCode.WORK_DIRECTORY);
            if (!departure.isDecided()) {
                log.say("It takes no more jobs: " + why);
            }
            departure.decide(why);
            conclude(new News.GivenBack(end.attempt(), why));
        } else if (end.asked() && givenBackWhy.isPresent()) {
            conclude(new News.GivenBack(end.attempt(), givenBackWhy.get()));
        } else if (end.keptBytes() > INLINE_LOG_BYTES && departure.isTerminated()) {
            // there are seconds left, and the end counts more than its log
            conclude(new News.Ended(end, List.of()));
        } else if (end.keptBytes() > INLINE_LOG_BYTES && departure.failure().isEmpty()) {
            uploading = end;
            conversation.upload(end);
        } else {
            conclude(new News.Ended(end, end.logs()));
        }
    }

    /** Nothing happens if its upload was dropped meanwhile. */
    void logsUploaded(PayloadEnd end) {
        if (end.equals(uploading)) {
            uploading = null;
            conclude(new News.Ended(end, List.of()));
        }
    }

    /** The pilot has to go: the end of its payload is said without logs that are still on their way. */
    void hurry() {
        if (uploading != null) {
            dropUpload(uploading);
        }
    }

    /** Nobody waits for these logs any more, but the pilot is needed. */
    private void dropUpload(PayloadEnd end) {
        log.say(end.attempt(), "Its logs are not uploaded any more.");
        conversation.abandonUpload();
        logsUploaded(end);
    }

    /** The job is out of the pilot's hands once this news is with the server. */
    private void conclude(News last) {
        if (work == null) {
            return;
        }
        outbox.withdrawStart(last.attempt());
        outbox.add(last);
        reported.put(last.attempt(), work);
        work = null;
        concluded++;
    }

    /** The end of an attempt is with the server: what the pilot kept of it can go. */
    void clean(News acknowledged) {
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
            tidying.start(() -> done.clean(finished));
        }
    }

    /** The pilot goes now: the targets of files that wait stay as they are, and the payload is asked to end. */
    void drop(String why) {
        if (work != null) {
            var gone = work;
            if (gone.undelivered().isPresent()) {
                tidying.start(gone::discardOutputs);
            }
            gone.end(why);
        }
    }

    /** Waits a few seconds for what is being removed. */
    void finishTidying() throws InterruptedException {
        tidying.finish();
    }
}
