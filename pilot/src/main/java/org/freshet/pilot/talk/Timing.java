package org.freshet.pilot.talk;

import java.time.Duration;

/**
 * The pilot's own patience; what differs from site to site comes with the registration.
 *
 * @param shortestPause after a round of all servers has failed
 * @param longestPause the pause grows up to this while nobody answers
 * @param firstContact how long to try to register for the first time
 * @param silence after this long without an answer and without a payload the pilot stops
 * @param uploads how long logs that cannot be uploaded are tried while the server answers everything else
 * @param startWait how long a new payload may take to end before its start is reported on its own
 * @param farewell how long a pilot that has to go tries to say so
 * @param cutOff an exclusive payload ends when no exchange was acknowledged for so long, or for two and a half heartbeats
 *     if that is longer
 * @param followed pause between two messages with new output while somebody watches it
 * @param unfollowed pause between two heartbeats with new output while nobody does
 */
public record Timing(
        Duration shortestPause,
        Duration longestPause,
        Duration firstContact,
        Duration silence,
        Duration uploads,
        Duration startWait,
        Duration farewell,
        Duration cutOff,
        Duration followed,
        Duration unfollowed) {

    private static final int MAX_DOUBLINGS = 16;

    public static Timing standard() {
        return new Timing(
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofSeconds(20),
                Duration.ofMillis(100),
                Duration.ofSeconds(3),
                Duration.ofSeconds(25),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
    }

    /** How long an exclusive payload may run on after an acknowledged exchange. */
    public Duration cutOff(Duration heartbeat) {
        var beats = heartbeat.multipliedBy(5).dividedBy(2);
        return cutOff.compareTo(beats) < 0 ? beats : cutOff;
    }

    /**
     * The pause after a round of failures.
     *
     * @param round how many rounds have failed, from 1
     * @param chance from 0 to 1: where between the shortest and the longest pause of that round
     */
    public Duration pause(int round, double chance) {
        var grown = shortestPause.multipliedBy(1L << Math.min(round, MAX_DOUBLINGS));
        long longest = Math.min(grown.toNanos(), longestPause.toNanos());
        long shortest = Math.min(shortestPause.toNanos(), longest);
        return Duration.ofNanos(shortest + (long) (chance * (longest - shortest)));
    }
}
