package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.freshet.test.bench.Figure;

/** A transaction stays open for some time while jobs run: its snapshot keeps dead rows from being removed. Compared with the same without. */
final class HeldSnapshot {

    private static final int SECONDS = Integer.getInteger("bench.snapshot", 60);
    private static final int WARM_UP_SECONDS = 5;
    private static final double MARGIN = 1.1;

    private final BenchPostgres postgres;
    private final BenchServer server;
    private final Worker generator;
    private final int pilots;
    private int queued;

    private HeldSnapshot(BenchPostgres postgres, BenchServer server, Worker generator, int pilots) {
        this.postgres = postgres;
        this.server = server;
        this.generator = generator;
        this.pilots = pilots;
    }

    static List<Figure> measure(BenchPostgres postgres, BenchServer server, Size size) throws Exception {
        try (var generator = server.generator(size.pilots())) {
            var ratio = new HeldSnapshot(postgres, server, generator, size.pilots()).ratio();
            return List.of(
                    Figure.median("rate with a snapshot held for " + SECONDS + " s / without", "", 0.7, true, ratio));
        }
    }

    private double ratio() throws Exception {
        var cold = rate(2000, WARM_UP_SECONDS);
        var warm = rate(cold, WARM_UP_SECONDS);
        var free = rate(warm, SECONDS);
        fill(free, SECONDS);
        try (var connection = BenchPostgres.connect(server.database())) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            look(connection);
            return rateOfFilled(SECONDS) / free;
        }
    }

    private double rate(double expected, int seconds) throws IOException {
        fill(expected, seconds);
        return rateOfFilled(seconds);
    }

    /** With more jobs than are run in that time. */
    private void fill(double expected, int seconds) {
        queued = (int) (expected * seconds * MARGIN) + 4 * pilots;
        server.tables().refill(queued);
    }

    /** Jobs in a second. */
    private double rateOfFilled(int seconds) throws IOException {
        generator.tell("drain " + queued + " " + seconds);
        var run = new Meter(postgres, server.pid()).read(generator);
        server.tables()
                .checkGrowth("a long run", 0, generator.next("done").get("done").asLong());
        return run.rate();
    }

    /** A snapshot is taken by the first statement of the transaction. */
    private static void look(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select count(*) from ready");
        }
    }
}
