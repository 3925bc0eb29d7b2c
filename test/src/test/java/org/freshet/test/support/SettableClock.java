package org.freshet.test.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Runs as the machine's clock does, so far off as a test says. */
public final class SettableClock extends Clock {

    private volatile Duration off = Duration.ZERO;

    public void setOff(Duration time) {
        off = time;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(off);
    }
}
