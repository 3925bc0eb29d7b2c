package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The crowd runs everything that is in the queue, or as much of it as it can in some time. Each pilot reports the end of its job and asks for the next one in one exchange.
 * When the last jobs were handed out, some pilots have asked and wait; so the time is taken when all but that many have ended.
 */
final class Drain {

    /** A request that was sent longer ago is with the dispatcher, not on the way to it. */
    private static final long QUIET_MS = 300;

    private final Crowd crowd;
    private final int jobs;
    private final int goal;
    private final Latencies latencies = new Latencies();
    private final Duration longest;
    private int given;
    private int ended;
    private long begin;
    private boolean isTimed;

    Drain(Crowd crowd, int jobs, Duration longest) {
        this.crowd = crowd;
        this.jobs = jobs;
        this.longest = longest;
        this.goal = jobs - crowd.pilots().size();
        if (goal <= 0) {
            throw new IllegalArgumentException(
                    jobs + " jobs are not enough for " + crowd.pilots().size() + " pilots");
        }
    }

    void run() throws IOException {
        crowd.greet();
        Said.begin();
        begin = System.nanoTime();
        for (var pilot : crowd.pilots()) {
            crowd.say(pilot, Phrase.WISH, true);
        }
        var heard = begin;
        while (goesOn()
                || crowd.pilots().stream().anyMatch(it -> it.isTalking() && !it.isWishing())
                || !isQuietSince(heard)) {
            if (crowd.listen(QUIET_MS, this::answered)) {
                heard = System.nanoTime();
            }
        }
        comeHome();
        Said.done(given);
    }

    private boolean goesOn() {
        return given < jobs && System.nanoTime() - begin < longest.toNanos();
    }

    private static boolean isQuietSince(long heard) {
        return System.nanoTime() - heard >= TimeUnit.MILLISECONDS.toNanos(QUIET_MS);
    }

    private void answered(SimulatedPilot pilot, HttpAnswer answer) throws IOException {
        var now = System.nanoTime();
        if (answer.applied()) {
            ended++;
        }
        if (!isTimed && (ended == goal || now - begin >= longest.toNanos())) {
            isTimed = true;
            Said.end(ended, now - begin, latencies);
        }
        if (answer.job() != null) {
            if (!isTimed) {
                latencies.add(pilot.nanosSinceSaid(now));
            }
            given++;
            pilot.holds(answer.job());
            var more = goesOn();
            crowd.say(pilot, more ? Phrase.END_AND_WISH : Phrase.END, more);
        } else if (goesOn()) {
            crowd.say(pilot, Phrase.WISH, true);
        }
    }

    /** Those that still wait for a job say something else on a new connection, and so wait no more. */
    private void comeHome() throws IOException {
        for (var pilot : crowd.pilots()) {
            if (pilot.isTalking()) {
                pilot.hangUp();
                crowd.say(pilot, Phrase.HELLO, false);
            }
        }
        while (crowd.pilots().stream().anyMatch(SimulatedPilot::isTalking)) {
            crowd.listen(100, (pilot, answer) -> {});
        }
    }
}
