package org.freshet.server.platform;

import java.time.DateTimeException;
import java.time.Instant;

/** Refuses times of which not every database and reader knows the year. */
public final class StorableTime {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private StorableTime() {}

    /** The time, or a {@link DateTimeException} if its year is not one from 1 to 9999. */
    public static Instant checked(Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw new DateTimeException(time + " is not of the years 1 to 9999");
        }
        return time;
    }
}
