package org.freshet.server.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest pilots of a site, in a row, that registered, ended soon, ran no job to its end, and were not told to go: as a
 * rule their host is broken. Read from the books, so that every server and submit host goes by the same.
 *
 * @param count how many
 * @param hosts of these, each once
 * @param last when the last one ended; null if there is none
 * @param agoSeconds the same, as of now
 */
record EarlyEnds(int count, List<String> hosts, @Nullable Instant last, double agoSeconds) {

    static final EarlyEnds NONE = new EarlyEnds(0, List.of(), null, 0);

    /** A pilot that was heard for so long has started well. */
    static final Duration SOON = Duration.ofSeconds(30);

    private static final int MOST_HOSTS = 5;

    EarlyEnds {
        hosts = List.copyOf(hosts);
    }

    boolean areMany() {
        return count >= StartFailures.PATIENCE;
    }

    StartLimit limit() {
        if (last == null || !areMany()) {
            return StartLimit.NONE;
        }
        var row = count + " starts in a row failed, soon after these pilots registered on " + hostsInWords();
        var wait = StartFailures.wait(count - StartFailures.PATIENCE);
        return agoSeconds < wait.toSeconds()
                ? new StartLimit(0, row + ", next try at " + last.plus(wait).truncatedTo(ChronoUnit.SECONDS))
                : new StartLimit(1, row + ", one at a time until a pilot stays");
    }

    /** For the service log. */
    String sentence(String site) {
        return site + ": the newest pilots ended within " + SOON.toSeconds()
                + " s of their registration, and ran no job to its end. Their host: " + hostsInWords()
                + ". One at a time is submitted until one stays. The pages of these pilots say how each ended; a host that is"
                + " broken is to be taken out of the batch system.";
    }

    private String hostsInWords() {
        var more = hosts.size() - MOST_HOSTS;
        return String.join(", ", hosts.subList(0, Math.min(MOST_HOSTS, hosts.size())))
                + (more > 0 ? " and " + more + " others" : "");
    }
}
