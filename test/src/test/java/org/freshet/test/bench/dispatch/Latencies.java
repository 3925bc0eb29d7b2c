package org.freshet.test.bench.dispatch;

import java.util.Arrays;

/** Many durations, of which quantiles are wanted. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int count;
    private boolean sorted;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
        sorted = false;
    }

    /** In milliseconds; 0 of none. */
    double millis(double quantile) {
        if (!sorted) {
            Arrays.sort(nanos, 0, count);
            sorted = true;
        }
        return count == 0 ? 0 : nanos[(int) Math.min(count - 1, Math.round(quantile * (count - 1)))] / 1e6;
    }
}
