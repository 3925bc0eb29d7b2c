package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.freshet.test.bench.Figure;

/** A transaction stays open while jobs run: its snapshot keeps dead rows from being removed. Compared with the same without. */
final class HeldSnapshot {

    private static final int SECONDS = Integer.getInteger("bench.snapshot", 60);

    private final BenchPostgres postgres;
    private final BenchServer server;
    private final Worker generator;
    private final int pilots;

    private HeldSnapshot(BenchPostgres postgres, BenchServer server, Worker generator, int pilots) {
        this.postgres = postgres;
        this.server = server;
        this.generator = generator;
        this.pilots = pilots;
    }

    static List<Figure> measure(BenchPostgres postgres, BenchServer server, Size size) throws Exception {
        try (var generator = server.generator(size.pilots())) {
            var ratio = new HeldSnapshot(postgres, server, generator, size.pilots()).ratio(size);
            return List.of(
                    Figure.median("rate with a snapshot held for " + SECONDS + " s / without", "", 0.7, true, ratio));
        }
    }

    private double ratio(Size size) throws Exception {
        var cold = drain(jobs(2000 * size.seconds()));
        var warm = drain(jobs(cold * 5));
        var jobs = jobs(warm * SECONDS);
        var free = drain(jobs);
        try (var connection = BenchPostgres.connect(server.database())) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            server.tables().refill(jobs);
            look(connection);
            return drainFilled(jobs) / free;
        }
    }

    private int jobs(double wanted) {
        return (int) Math.max(4 * pilots, wanted);
    }

    /** Jobs in a second. */
    private double drain(int jobs) throws IOException {
        server.tables().refill(jobs);
        return drainFilled(jobs);
    }

    private double drainFilled(int jobs) throws IOException {
        generator.tell("drain " + jobs);
        var run = new Meter(postgres, server.pid()).read(generator);
        generator.next("done");
        server.tables().check("a long run", jobs);
        return run.rate();
    }

    /** A snapshot is taken by the first statement of the transaction. */
    private static void look(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select count(*) from ready");
        }
    }
}
