package org.freshet.pilot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.freshet.pilot.payload.PayloadRun;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
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

    void end(String why) {
        if (run != null) {
            run.end(why);
        }
    }

    /** An exclusive payload may run on. */
    void holdUntil(Moment later) {
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

    /** Removes the job's directory unless it holds results that must stay. */
    void clean(boolean finished) {
        if (run != null) {
            run.clean(finished);
        }
    }
}
