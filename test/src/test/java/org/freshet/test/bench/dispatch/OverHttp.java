package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The server as it is shipped, and simulated pilots that reach it over HTTP. */
final class OverHttp implements Contestant {

    static final String NAME = "Freshet over HTTP";

    /** Of another build: what a change is worth shows in the same rounds. */
    static final String BEFORE = NAME + ", before";

    private final String name;
    private final int pilots;
    private final BenchServer server;
    private final Worker generator;
    private final Meter meter;

    static OverHttp ofThisBuild(BenchPostgres postgres, int pilots) throws IOException, SQLException {
        return new OverHttp(NAME, BenchServer.start(postgres, "over_http"), postgres, pilots);
    }

    static OverHttp ofAnother(Path build, BenchPostgres postgres, int pilots) throws IOException, SQLException {
        return new OverHttp(BEFORE, BenchServer.start(postgres, "before", build), postgres, pilots);
    }

    private OverHttp(String name, BenchServer server, BenchPostgres postgres, int pilots) throws IOException {
        this.name = name;
        this.server = server;
        this.pilots = pilots;
        generator = server.generator(pilots);
        meter = new Meter(postgres, server.pid());
    }

    @Override
    public String name() {
        return name;
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

    /** A virtual machine translates what it has done often. */
    @Override
    public int warmUp() {
        return 20_000;
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
