package org.freshet.test.bench.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be measured by itself. */
enum Part {
    ROUNDS,
    LATENCY,
    SUBMISSION,
    PARKED,
    SNAPSHOT,
    FLATNESS,
    SERVERS;

    /** Those that {@code bench.part} names, separated by commas; without it all, or of the quick benchmark the first. */
    static List<Part> chosen(boolean quick) {
        var named = System.getProperty("bench.part", "");
        if (named.isEmpty()) {
            return quick ? List.of(ROUNDS) : List.of(values());
        }
        return Arrays.stream(named.split(",")).map(Part::named).toList();
    }

    private static Part named(String name) {
        return Arrays.stream(values())
                .filter(it -> it.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no part \"" + name + "\"; there are "
                        + Arrays.toString(values()).toLowerCase(Locale.ROOT)));
    }
}
