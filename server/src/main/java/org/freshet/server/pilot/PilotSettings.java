package org.freshet.server.pilot;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a pilot may be silent.
 *
 * @param lease not heard of for this long while it holds a job, a pilot is lost
 * @param idleLease not heard of for this long while it holds none, a pilot is lost
 * @param longPoll how long a wish for a job is kept open
 * @param answerTimeout how long a pilot waits for an answer, beyond the long poll
 * @param startDeadline a job that its pilot has not confirmed after this long goes back to the queue
 */
@ConfigurationProperties("freshet.pilot")
public record PilotSettings(
        @DefaultValue("40s") Duration lease,
        @DefaultValue("110s") Duration idleLease,
        @DefaultValue("50s") Duration longPoll,
        @DefaultValue("5s") Duration answerTimeout,
        @DefaultValue("10s") Duration startDeadline) {

    private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

    public PilotSettings {
        if (idleLease.compareTo(longPoll.plus(answerTimeout.multipliedBy(3))) < 0) {
            throw new IllegalArgumentException("freshet.pilot.idle-lease (" + idleLease.toSeconds()
                    + " s) is shorter than freshet.pilot.long-poll + 3 answer-timeouts ("
                    + longPoll.plus(answerTimeout.multipliedBy(3)).toSeconds() + " s): healthy pilots would be lost.");
        }
    }

    /** Between two looks at the leases; in a longer one nobody listened. Half a lease, at most 10 s. */
    public Duration longestGap() {
        var half = lease.dividedBy(2);
        return half.compareTo(LONGEST_GAP) < 0 ? half : LONGEST_GAP;
    }

    /** Of a site, so that a pilot may miss two heartbeats and the answer to the third. */
    Duration longestHeartbeat() {
        return lease.minus(answerTimeout).dividedBy(3);
    }

    /** Says so if the site's pilots would be lost after two missed heartbeats, or stay for longer than is allowed. */
    Optional<String> problemOf(Site site) {
        var least = site.heartbeat().multipliedBy(3).plus(answerTimeout);
        if (lease.compareTo(least) < 0) {
            return Optional.of("freshet.pilot.lease (" + lease.toSeconds() + " s) is shorter than 3 heartbeats of site "
                    + site.name() + " + freshet.pilot.answer-timeout (" + least.toSeconds()
                    + " s): healthy pilots would be lost.");
        }
        if (site.lifetime().compareTo(OfferCheck.LONGEST_STAY) > 0) {
            return Optional.of("The lifetime of the pilots of site " + site.name() + " is longer than ten years.");
        }
        return Optional.empty();
    }
}
