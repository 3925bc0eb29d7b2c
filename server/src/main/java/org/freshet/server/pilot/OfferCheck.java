package org.freshet.server.pilot;

import java.time.Duration;
import org.freshet.protocol.Offer;
import org.freshet.server.platform.Invalid;

/** Refuses offers that no machine can make. */
public final class OfferCheck {

    /** Ten years. */
    static final Duration LONGEST_STAY = Duration.ofDays(3650);

    private static final int MOST_CORES = 10_000;
    static final int MOST_TAGS = 50;
    static final int LONGEST_TAG = 100;

    private OfferCheck() {}

    /**
     * Throws {@link Invalid} with the field.
     *
     * @param field where the offer stands in the message
     */
    public static void check(String field, Offer offer) {
        checkRange(field + ".cores", offer.cores(), 1, MOST_CORES);
        checkRange(field + ".memoryMb", offer.memoryMb(), 0, Integer.MAX_VALUE);
        checkRange(field + ".diskMb", offer.diskMb(), 0, Integer.MAX_VALUE);
        checkRange(field + ".remainingSeconds", offer.remainingSeconds(), 0, LONGEST_STAY.toSeconds());
        if (offer.tags().size() > MOST_TAGS || offer.tags().stream().anyMatch(it -> it.length() > LONGEST_TAG)) {
            throw Invalid.field(
                    field + ".tags", "at most " + MOST_TAGS + " with " + LONGEST_TAG + " characters each are allowed");
        }
    }

    private static void checkRange(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw Invalid.field(field, value + " is not allowed; a whole number from " + least + " to " + most + " is");
        }
    }
}
