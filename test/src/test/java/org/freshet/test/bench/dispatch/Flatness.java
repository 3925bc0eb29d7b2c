package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.freshet.test.bench.Figure;

/**
 * Whether the rate depends on how much is in the database: a queue that is kept at a thousand jobs, the same at many, with many
 * finished ones; and one with a transaction that stays open, whose snapshot keeps dead rows from being removed.
 */
final class Flatness {

    private static final int SMALL = 1000;
    private static final int PILOTS = 100;
    private static final int SNAPSHOT_SECONDS = Integer.getInteger("bench.snapshot", 60);

    private final BenchPostgres postgres;
    private final BenchServer server;
    private final Worker generator;
    private final Size size;

    private Flatness(BenchPostgres postgres, BenchServer server, Worker generator, Size size) {
        this.postgres = postgres;
        this.server = server;
        this.generator = generator;
        this.size = size;
    }

    static List<Figure> measure(BenchPostgres postgres, BenchServer server, Size size) throws Exception {
        try (var generator = server.generator(PILOTS)) {
            return new Flatness(postgres, server, generator, size).measure();
        }
    }

    private List<Figure> measure() throws Exception {
        var small = rates(SMALL, 0);
        var snapshot = withSnapshot();
        server.tables().refill(0);
        History.add(server.tables(), size.scale());
        var large = rates(size.scale() / 10, size.scale());
        return List.of(
                Figure.median("100 pilots, 1,000 runnable", "1/s", 0, true, small),
                Figure.median(
                        String.format("100 pilots, %,d runnable, %,d finished", size.scale() / 10, size.scale()),
                        "1/s",
                        0,
                        true,
                        large),
                Figure.median("rate with many / rate with few", "", 0.8, true, Table.quotients(large, small)),
                Figure.median(
                        "rate with a snapshot held for " + SNAPSHOT_SECONDS + " s / without", "", 0.7, true, snapshot));
    }

    private double[] rates(int runnable, int finished) throws Exception {
        var rates = new ArrayList<Double>();
        var jobs = size.jobs(2000, 4 * PILOTS);
        for (int round = -1; round < size.rounds(); round++) {
            if (finished == 0) {
                server.tables().refill(0);
            }
            var run = fed(runnable, jobs);
            if (round >= 0) {
                rates.add(run.rate());
            }
            jobs = size.jobs(run.rate(), 4 * PILOTS);
        }
        return rates.stream().mapToDouble(it -> it).toArray();
    }

    /** A run during which the queue is filled again as it is emptied. */
    private Run fed(int runnable, int jobs) throws Exception {
        var tables = server.tables();
        var before = tables.finished();
        try (var feeder = new Feeder(server, runnable);
                var thread = Executors.newSingleThreadExecutor()) {
            tables.tidy();
            var feeding = thread.submit(feeder::feed);
            generator.tell("drain " + jobs);
            var run = new Meter(postgres, server.pid()).read(generator);
            var given = generator.next("done").get("done").asLong();
            feeder.stop();
            feeding.get();
            tables.checkGrowth("a queue of " + runnable, before, given);
            return run;
        }
    }

    /** The quotient of the rate while a snapshot is held and that of the same run without one. */
    private double[] withSnapshot() throws Exception {
        var jobs = size.jobs(2000, 4 * PILOTS);
        jobs = (int) Math.max(4 * PILOTS, drain(jobs).rate() * SNAPSHOT_SECONDS);
        var free = drain(jobs).rate();
        try (var connection = BenchPostgres.connect(server.database())) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            server.tables().refill(jobs);
            look(connection);
            return new double[] {drainFilled(jobs).rate() / free};
        }
    }

    private Run drain(int jobs) throws IOException {
        server.tables().refill(jobs);
        return drainFilled(jobs);
    }

    private Run drainFilled(int jobs) throws IOException {
        generator.tell("drain " + jobs);
        var run = new Meter(postgres, server.pid()).read(generator);
        generator.next("done");
        server.tables().check("a long run", jobs);
        return run;
    }

    /** A snapshot is taken by the first statement of the transaction. */
    private static void look(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select count(*) from ready");
        }
    }

    /** Puts as many jobs into the queue as were taken out. */
    private static final class Feeder implements AutoCloseable {

        private static final String RUNNABLE = """
                select coalesce((select max(id) from job) - (
                  select seq - 1 from ready
                  where class_id = (select min(id) from requirement where jobtype = 'bench')
                  order by priority desc, seq
                  limit 1), 0)
                """;

        private final Connection connection;
        private final int runnable;
        private volatile boolean stopped;

        Feeder(BenchServer server, int runnable) throws SQLException {
            this.connection = BenchPostgres.connect(server.database());
            this.runnable = runnable;
            fill();
        }

        private void fill() throws SQLException {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(RUNNABLE)) {
                row.next();
                var missing = runnable - row.getInt(1);
                if (missing > 0) {
                    JobTables.addAndTell(connection, missing);
                }
            }
        }

        Object feed() throws SQLException {
            while (!stopped) {
                fill();
                LockSupport.parkNanos(5_000_000);
            }
            return this;
        }

        void stop() {
            stopped = true;
        }

        @Override
        public void close() throws SQLException {
            stopped = true;
            connection.close();
        }
    }
}
