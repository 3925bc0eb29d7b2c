package org.freshet.test.bench.dispatch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.freshet.test.bench.Figure;

/**
 * Whether the rate depends on how much is in the database: a queue that is kept at a thousand jobs, in turn with one of many jobs
 * in a database with many finished ones.
 */
final class Flatness implements AutoCloseable {

    private static final int FEW = 1000;
    private static final int PILOTS = 100;

    private final BenchPostgres postgres;
    private final Size size;
    private final BenchServer server;
    private final Worker generator;
    private final int runnable;
    private double rate = 2000;

    private Flatness(BenchPostgres postgres, Size size, String name, int runnable) throws Exception {
        this.postgres = postgres;
        this.size = size;
        this.server = BenchServer.start(postgres, name);
        this.generator = server.generator(PILOTS);
        this.runnable = runnable;
    }

    static List<Figure> measure(BenchPostgres postgres, Size size) throws Exception {
        History.checkDisk(postgres.directory(), size.scale());
        try (var few = new Flatness(postgres, size, "few", FEW);
                var many = new Flatness(postgres, size, "many", size.scale() / 10)) {
            History.add(many.server.tables(), size.scale());
            many.server.tables().tidy();
            return measure(size, few, many);
        }
    }

    private static List<Figure> measure(Size size, Flatness few, Flatness many) throws Exception {
        var ofFew = new double[size.rounds()];
        var ofMany = new double[size.rounds()];
        for (int round = -2; round < size.rounds(); round++) { // two warm up
            few.server.tables().empty();
            var one = few.run();
            var other = many.run();
            if (round >= 0) {
                ofFew[round] = one;
                ofMany[round] = other;
            }
        }
        return List.of(
                Figure.median("100 pilots, 1,000 runnable", "1/s", 0, true, ofFew),
                Figure.median(
                        String.format(
                                Locale.ROOT, "100 pilots, %,d runnable, %,d finished", size.scale() / 10, size.scale()),
                        "1/s",
                        0,
                        true,
                        ofMany),
                Figure.median("rate with many / rate with few", "", 0.8, true, Table.quotients(ofMany, ofFew)));
    }

    /** Jobs in a second, while the queue is filled again as it is emptied. */
    private double run() throws Exception {
        var tables = server.tables();
        try (var feeder = new Feeder(server, runnable);
                var thread = Executors.newSingleThreadExecutor()) {
            tables.tidy();
            var before = tables.finished();
            var feeding = thread.submit(feeder::feed);
            generator.tell("drain " + size.jobs(rate, 4 * PILOTS));
            rate = new Meter(postgres, server.pid()).read(generator).rate();
            var given = generator.next("done").get("done").asLong();
            feeder.stop();
            feeding.get();
            tables.checkGrowth("a queue of " + runnable, before, given);
            return rate;
        }
    }

    @Override
    public void close() {
        generator.close();
        server.close();
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
