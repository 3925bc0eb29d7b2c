package org.freshet.pilot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.freshet.pilot.payload.Hold;
import org.freshet.pilot.payload.PayloadEnd;
import org.freshet.pilot.payload.PayloadRun;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.pilot.talk.Message;
import org.freshet.pilot.talk.News;
import org.freshet.pilot.talk.Timing;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.jspecify.annotations.Nullable;

/** The job in the pilot's hands, from its arrival until its end is ready to be reported. */
final class Work {

    /** Most that one message carries of each stream while somebody watches. */
    private static final int FOLLOWED_BYTES = 24 * 1024;

    /** Most that a heartbeat carries of each stream otherwise, lest the log of a lost pilot be empty. */
    private static final int UNFOLLOWED_BYTES = 8 * 1024;

    private final Assignment job;
    private final Moment arrived = PilotClock.now();
    private @Nullable PayloadRun run;
    private boolean startSaid;
    private boolean ended;
    private boolean followed;
    private @Nullable Moment logsSaid;
    private @Nullable String givenBackWhy;
    private @Nullable Delivery delivery;

    Work(Assignment job) {
        this.job = job;
    }

    Assignment job() {
        return job;
    }

    AttemptId attempt() {
        return job.attempt();
    }

    boolean isBegun() {
        return run != null;
    }

    void begin(PayloadRun begun) {
        run = begun;
    }

    /** The payload has ended; its logs may still be on their way. */
    boolean hasEnded() {
        return ended;
    }

    void noteEnd() {
        ended = true;
    }

    /** The start of an exclusive job is reported before it is begun. */
    News sayStart() {
        startSaid = true;
        var moment = run == null ? arrived : run.startedAt().orElse(arrived);
        return new News.Started(attempt(), moment);
    }

    /** How long until its start has to be reported on its own; absent if it was, or need not be. */
    Optional<Duration> untilStartIsDue(Duration startWait) {
        return startSaid || ended || run == null
                ? Optional.empty()
                : Optional.of(arrived.plus(startWait).remaining());
    }

    /** Whether somebody watches what the payload prints. */
    void follow(boolean now) {
        followed = now;
    }

    /** How long until it has to be looked for new output, or this has to be sent; absent while nobody watches. */
    Optional<Duration> untilNewLogsAreDue(Timing timing) {
        if (!followed || ended || run == null) {
            return Optional.empty();
        }
        return Optional.of(run.hasNewLogs() ? untilLogsMayBeSaid(timing.followed()) : timing.followed());
    }

    /** That the payload runs, and what it printed, if it is time for that. */
    News progress(Timing timing) {
        var pause = followed ? timing.followed() : timing.unfollowed();
        if (run == null || !run.hasNewLogs() || !untilLogsMayBeSaid(pause).isZero()) {
            return new News.Progress(attempt(), List.of());
        }
        logsSaid = PilotClock.now();
        return new News.Progress(attempt(), run.newestLogs(followed ? FOLLOWED_BYTES : UNFOLLOWED_BYTES));
    }

    private Duration untilLogsMayBeSaid(Duration pause) {
        return logsSaid == null ? Duration.ZERO : logsSaid.plus(pause).remaining();
    }

    /**
     * The payload ended well, and its files wait for the server's word.
     *
     * @param underWay whether the files are being put in place
     */
    private record Delivery(PayloadEnd end, News question, boolean underWay) {}

    boolean isUndelivered(PayloadEnd end) {
        return run != null && run.isUndelivered(end);
    }

    /** Its files wait from now on for the answer to this question. */
    News ask(PayloadEnd end) {
        var question = new News.Question(attempt(), PilotClock.now());
        delivery = new Delivery(end, question, false);
        return question;
    }

    /** The payload whose files wait, unless they are being put in place already. */
    Optional<PayloadEnd> undelivered() {
        return delivery == null || delivery.underWay() ? Optional.empty() : Optional.of(delivery.end());
    }

    /** Whether this message holds the question to whose answer its files wait. */
    boolean isAskedIn(Message message) {
        return delivery != null && message.news().contains(delivery.question());
    }

    /**
     * Puts the files in place, on a thread of its own.
     *
     * @param until nothing is put in place after this moment
     * @param onEnd is given the end to report; absent if it was too late
     */
    void deliver(Moment until, Consumer<Optional<PayloadEnd>> onEnd) {
        var ran = run;
        var waiting = delivery;
        if (ran == null || waiting == null) {
            throw new IllegalStateException("Only what has ended can be delivered.");
        }
        delivery = new Delivery(waiting.end(), waiting.question(), true);
        Thread.ofVirtual().name("outputs of " + attempt()).start(() -> onEnd.accept(ran.deliver(waiting.end(), until)));
    }

    /** It was too late to put the files in place: the server has to be asked again. */
    News askAgain() {
        if (delivery == null) {
            throw new IllegalStateException("Nothing waits to be delivered.");
        }
        return ask(delivery.end());
    }

    /** Leaves the targets of the files as they are; the end to report. What waits has to be discarded. */
    PayloadEnd withhold(PayloadEnd end, String why) {
        delivery = null;
        return run == null ? end : run.withheld(end, why);
    }

    /** Removes the files that wait; may take long. */
    void discardOutputs() {
        if (run != null) {
            run.discardOutputs();
        }
    }

    void end(String why) {
        if (run != null) {
            run.end(why);
        }
    }

    /** An exclusive payload may run on. */
    void hold(Hold later) {
        if (run != null && job.exclusive()) {
            run.mayRunUntil(later);
        }
    }

    /** Ends the payload; unless it ends by itself first, the job goes back to the queue. */
    void giveBack(String why) {
        if (givenBackWhy == null) {
            givenBackWhy = why;
        }
        end(why);
    }

    Optional<String> givenBackWhy() {
        return Optional.ofNullable(givenBackWhy);
    }

    /** Removes the job's directory unless it holds results that must stay; may take long. */
    void clean(boolean finished) {
        if (run != null) {
            run.clean(finished);
        }
    }
}
