package org.freshet.test.bench.dispatch;

import java.util.Locale;

/** What a process of the benchmark tells the one that started it: lines of JSON on standard output. */
final class Said {

    private Said() {}

    /** Ready for orders. */
    static void ready() {
        say("{\"ready\":true}");
    }

    /** The time begins. */
    static void begin() {
        say("{\"begin\":true}");
    }

    /** The time ended; nobody waited for anything. */
    static void end(long jobs, long nanos) {
        say(String.format(Locale.ROOT, "{\"jobs\":%d,\"seconds\":%.6f}", jobs, nanos / 1e9));
    }

    /** The time ended. */
    static void end(long jobs, long nanos, Latencies latencies) {
        say(String.format(
                Locale.ROOT,
                "{\"jobs\":%d,\"seconds\":%.6f,\"p50\":%.3f,\"p95\":%.3f,\"p99\":%.3f}",
                jobs,
                nanos / 1e9,
                latencies.millis(0.5),
                latencies.millis(0.95),
                latencies.millis(0.99)));
    }

    /** The order was carried out. */
    static void done() {
        done(0);
    }

    /** The order was carried out, and the pilots were given so many jobs, each of which they reported. */
    static void done(int given) {
        say("{\"done\":" + given + "}");
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
