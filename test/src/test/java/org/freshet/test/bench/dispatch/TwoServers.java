package org.freshet.test.bench.dispatch;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.freshet.test.bench.Figure;

/** Two servers on one database, each with half of the pilots, in turn with one that has all; the job type has a limit. */
final class TwoServers {

    private static final String RUNNING = "select count(*) from attempt where live and jobtype = 'bench'";

    private final BenchPostgres postgres;
    private final BenchServer one;
    private final BenchServer other;
    private final Size size;
    private final int limit;
    private volatile boolean over;

    private TwoServers(BenchPostgres postgres, BenchServer one, BenchServer other, Size size) {
        this.postgres = postgres;
        this.one = one;
        this.other = other;
        this.size = size;
        this.limit = size.pilots() * 4 / 5;
    }

    static List<Figure> measure(BenchPostgres postgres, Size size) throws Exception {
        try (var one = BenchServer.start(postgres, "two_servers");
                var other = one.another()) {
            return new TwoServers(postgres, one, other, size).measure();
        }
    }

    private List<Figure> measure() throws Exception {
        one.tables()
                .db()
                .sql("update job_type set max_running = :limit where name = 'bench'")
                .param("limit", limit)
                .update();
        try (var all = one.generator(size.pilots());
                var half = one.generator(size.pilots() / 2);
                var otherHalf = other.generator(size.pilots() / 2)) {
            var ratios = new double[size.rounds()];
            var jobs = size.jobs(3000, 10 * size.pilots());
            for (int round = -1; round < size.rounds(); round++) {
                var alone = rate(jobs, all);
                var both = rate(jobs, half, otherHalf);
                if (round >= 0) {
                    ratios[round] = both / alone;
                }
                jobs = size.jobs(alone, 10 * size.pilots());
            }
            return List.of(Figure.median("two servers / one, a limit of " + limit + " kept", "", 0.9, true, ratios));
        }
    }

    /** Of all generators together; the queue does not run empty, so that none waits for another. */
    private double rate(int jobs, Worker... generators) throws Exception {
        one.tables().refill(jobs + 2 * size.pilots());
        over = false;
        try (var thread = Executors.newSingleThreadExecutor()) {
            var most = thread.submit(this::mostRunning);
            for (var generator : generators) {
                generator.tell("drain " + jobs / generators.length);
            }
            double rate = 0;
            for (var generator : generators) {
                rate += new Meter(postgres, one.pid()).read(generator).rate();
            }
            long given = 0;
            for (var generator : generators) {
                given += generator.next("done").get("done").asLong();
            }
            over = true;
            check(given, most.get());
            return rate;
        }
    }

    private void check(long given, long most) {
        one.tables().checkGrowth("two servers", 0, given);
        if (most > limit) {
            throw new IllegalStateException(most + " jobs ran at once, and the limit is " + limit);
        }
    }

    /** What one look at the books shows is so at one moment, whatever is committed meanwhile. */
    private long mostRunning() throws SQLException, InterruptedException {
        long most = 0;
        try (var connection = BenchPostgres.connect(one.database());
                var look = connection.prepareStatement(RUNNING)) {
            while (!over) {
                try (var row = look.executeQuery()) {
                    row.next();
                    most = Math.max(most, row.getLong(1));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        return most;
    }
}
