package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.sql.SQLException;

/** The server as it is shipped, and simulated pilots that reach it over HTTP. */
final class OverHttp implements Contestant {

    static final String NAME = "Freshet over HTTP";

    private final int pilots;
    private final BenchServer server;
    private final Worker generator;
    private final Meter meter;

    OverHttp(BenchPostgres postgres, int pilots) throws IOException, SQLException {
        this.pilots = pilots;
        server = BenchServer.start(postgres, "over_http");
        generator = server.generator(pilots);
        meter = new Meter(postgres, server.pid());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String does() {
        return pilots + " pilots, 1 exchange a job; 3 transitions, history";
    }

    @Override
    public int guess() {
        return 5000;
    }

    @Override
    public int fewest() {
        return 4 * pilots;
    }

    @Override
    public void prepare(int jobs) {
        server.tables().refill(jobs);
    }

    @Override
    public Run run(int jobs) throws IOException {
        generator.tell("drain " + jobs);
        var run = meter.read(generator);
        generator.next("done");
        return run;
    }

    @Override
    public void check(int jobs) {
        server.tables().check(name(), jobs);
    }

    @Override
    public void close() {
        generator.close();
        server.close();
    }
}
