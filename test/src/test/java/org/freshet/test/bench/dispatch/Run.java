package org.freshet.test.bench.dispatch;

import java.util.List;
import java.util.Locale;

/**
 * What one contestant did in one round.
 *
 * @param own processor time of its process, in seconds: the server's, or that of the library with its workers
 * @param asking processor time of the process with the simulated pilots, in seconds; 0 if there is none
 * @param postgres processor time of all processes of PostgreSQL, in seconds
 * @param residentMb memory of its process at the end
 * @param millis p50, p95 and p99 of what a pilot waits for an answer; empty where nobody asks
 */
record Run(
        long jobs, double seconds, double own, double asking, double postgres, double residentMb, List<Double> millis) {

    double rate() {
        return jobs / seconds;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,9.0f/s, µs a job: own %.0f, PostgreSQL %.0f, generator %.0f",
                rate(),
                ownMicros(),
                postgresMicros(),
                askingMicros());
    }

    double ownMicros() {
        return own * 1e6 / jobs;
    }

    double askingMicros() {
        return asking * 1e6 / jobs;
    }

    double postgresMicros() {
        return postgres * 1e6 / jobs;
    }
}
