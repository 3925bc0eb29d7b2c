package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.sql.SQLException;

/** The dispatcher by itself: its promises are kept to simulated pilots in its own process. */
final class WithoutHttp implements Contestant {

    static final String NAME = "Freshet's dispatcher";

    private final int pilots;
    private final JobTables tables;
    private final Worker worker;
    private final Meter meter;

    WithoutHttp(BenchPostgres postgres, int pilots) throws IOException, SQLException {
        this.pilots = pilots;
        var database = postgres.createOurs("without_http");
        tables = new JobTables(database);
        worker = Worker.java(DispatcherAlone.class, database.url(), database.user(), database.password());
        worker.tell("pilots " + tables.pilots(pilots, postgres.directory()));
        worker.next("done");
        meter = new Meter(postgres, worker.pid());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String does() {
        return pilots + " pilots in its process; 3 transitions, history";
    }

    @Override
    public int guess() {
        return 10_000;
    }

    @Override
    public int fewest() {
        return 4 * pilots;
    }

    /** A virtual machine translates what it has done often. */
    @Override
    public int warmUp() {
        return 40_000;
    }

    @Override
    public void prepare(int jobs) {
        tables.refill(jobs);
    }

    @Override
    public Run run(int jobs) throws IOException {
        worker.tell("drain " + jobs);
        var run = meter.read(worker);
        worker.next("done");
        return run;
    }

    @Override
    public void check(int jobs) {
        tables.check(name(), jobs);
    }

    @Override
    public void close() {
        worker.close();
    }
}
