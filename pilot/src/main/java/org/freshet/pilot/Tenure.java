package org.freshet.pilot;

import java.time.Duration;
import java.util.Optional;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.protocol.SiteParameters;

/** How long the pilot may stay: its lifetime, its number of jobs, its idle time, and the silence of its servers. */
final class Tenure {

    private final Moment since = PilotClock.now();
    private final Duration silenceLimit;
    private SiteParameters site;
    private Moment idleSince = since;
    private Moment heardAt = since;
    private int jobs;

    Tenure(SiteParameters site, Duration silenceLimit) {
        this.site = site;
        this.silenceLimit = silenceLimit;
    }

    /** A new registration may come with other parameters; the lifetime goes on. */
    void follow(SiteParameters changed) {
        site = changed;
    }

    void heard() {
        heardAt = PilotClock.now();
    }

    /** Silence while a payload ran does not count: what is said of its end deserves the full patience. */
    void payloadEnded() {
        heard();
    }

    /** @param ended how many jobs have ended by now */
    void countJobs(int ended) {
        if (ended > jobs) {
            jobs = ended;
            idleSince = PilotClock.now();
        }
    }

    Duration remaining() {
        return endOfLife().remaining();
    }

    /** Why the pilot asks for no more jobs, if it does not. */
    Optional<String> reasonToGo() {
        if (endOfLife().isPast()) {
            return Optional.of("its lifetime of " + site.lifetimeSeconds() + " s is over");
        }
        if (site.maxJobs() > 0 && jobs >= site.maxJobs()) {
            return Optional.of("it has run " + jobs + (jobs == 1 ? " job" : " jobs") + ", as many as its site wants");
        }
        if (site.idleSeconds() > 0 && endOfIdleness().isPast()) {
            return Optional.of("there was no job for it for " + site.idleSeconds() + " s");
        }
        return Optional.empty();
    }

    /** @param owing whether it has a result that no server knows: then it waits for as long as it lives */
    boolean isSilentTooLong(boolean owing) {
        return untilSilentTooLong(owing).isZero();
    }

    Duration untilSilentTooLong(boolean owing) {
        var silence = heardAt.plus(silenceLimit).remaining();
        return owing ? later(silence, remaining()) : silence;
    }

    /** How long until time alone can change one of these. */
    Duration untilNext(boolean owing) {
        var next = earlier(remaining(), untilSilentTooLong(owing));
        return site.idleSeconds() > 0 ? earlier(next, endOfIdleness().remaining()) : next;
    }

    private Moment endOfLife() {
        return since.plus(Duration.ofSeconds(site.lifetimeSeconds()));
    }

    private Moment endOfIdleness() {
        return idleSince.plus(Duration.ofSeconds(site.idleSeconds()));
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
