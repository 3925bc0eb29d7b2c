package org.freshet.server.dashboard.job;

import java.util.Locale;

/** Sizes in words: {@code 512 B}, {@code 48 kB}, {@code 9.3 MB}. */
final class ByteCount {

    private ByteCount() {}

    static String words(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        if (bytes < 1_000_000) {
            return scaled(bytes / 1e3, "kB");
        }
        return bytes < 1_000_000_000 ? scaled(bytes / 1e6, "MB") : scaled(bytes / 1e9, "GB");
    }

    private static String scaled(double value, String unit) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, unit);
    }
}
