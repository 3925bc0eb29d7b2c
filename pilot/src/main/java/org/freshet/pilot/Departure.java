package org.freshet.pilot;

import java.time.Duration;
import java.util.Optional;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.jspecify.annotations.Nullable;

/** The pilot's going: whether and why it leaves, and how long that may take. */
final class Departure {

    private @Nullable String why;
    private boolean terminated;
    private boolean empty;
    private @Nullable Moment graceEnds;
    private @Nullable Moment farewellEnds;
    private @Nullable ExitCode failure;
    private ExitCode code = ExitCode.NORMAL;

    boolean isDecided() {
        return why != null;
    }

    /** Absent while the pilot stays. */
    @Nullable
    String why() {
        return why;
    }

    /** Takes no new job; the first reason is kept. */
    void decide(String reason) {
        if (why == null) {
            why = reason;
        }
    }

    /** Whether it may take nothing along: a job that still arrives is given back. */
    boolean isEmptyHanded() {
        return empty;
    }

    void leaveEmptyHanded() {
        empty = true;
        graceEnds = null;
    }

    /** Whether it was told to go by the machine, so that its time is short. */
    boolean isTerminated() {
        return terminated;
    }

    /** @param grace how long the payload in hand may run on */
    void terminate(Duration grace) {
        terminated = true;
        graceEnds = PilotClock.now().plus(grace);
    }

    boolean isGraceOver() {
        return graceEnds != null && graceEnds.isPast();
    }

    /** From now on only the last message matters, for so long. */
    void sayFarewell(Duration patience) {
        if (farewellEnds == null) {
            farewellEnds = PilotClock.now().plus(patience);
        }
    }

    boolean isFarewellOver() {
        return farewellEnds != null && farewellEnds.isPast();
    }

    /** With what a pilot ends that leaves in order; the first code is kept. */
    void endWith(ExitCode other) {
        if (code == ExitCode.NORMAL) {
            code = other;
        }
    }

    ExitCode code() {
        return code;
    }

    /** The conversation is over: the pilot ends with this code as soon as it has nothing in hand. */
    void fail(ExitCode code) {
        failure = code;
    }

    Optional<ExitCode> failure() {
        return Optional.ofNullable(failure);
    }

    /** How long until its grace or its farewell ends, if one is running. */
    Optional<Duration> untilNext() {
        var next = farewellEnds == null ? graceEnds : farewellEnds;
        return Optional.ofNullable(next).map(Moment::remaining);
    }
}
