package org.freshet.test.bench.dispatch;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.Locale;

/** On what was measured, for the head of the table. */
final class Machine {

    private Machine() {}

    static String described(BenchPostgres postgres) throws SQLException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d processors, load %.1f, Java %s, PostgreSQL %s",
                system.getAvailableProcessors(),
                system.getSystemLoadAverage(),
                Runtime.version(),
                postgres.settings());
    }
}
