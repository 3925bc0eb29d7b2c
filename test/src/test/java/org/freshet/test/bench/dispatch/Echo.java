package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The floor of anything over HTTP: the same requests and answers, with nothing done between. */
final class Echo implements Contestant {

    static final String NAME = "echo";

    private final int pilots;
    private final Worker server;
    private final Worker generator;
    private final Meter meter;

    Echo(BenchPostgres postgres, int pilots) throws IOException {
        this.pilots = pilots;
        Path home = Files.createTempDirectory(postgres.directory(), "echo");
        server = Worker.java(EchoServer.class, home.toString());
        var port = server.next("port").get("port").asString();
        var crowd = IntStream.rangeClosed(1, pilots)
                .mapToObj(it -> it + " " + "x".repeat(43))
                .toList();
        var file = Files.write(home.resolve("pilots"), crowd);
        generator = Worker.java(Generator.class, port, file.toString());
        meter = new Meter(postgres, server.pid());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String does() {
        return pilots + " connections, the same messages, nothing done";
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
        return 60_000;
    }

    @Override
    public void prepare(int jobs) {
        // nothing is stored
    }

    @Override
    public Run run(int jobs) throws IOException {
        generator.tell("repeat " + jobs);
        var run = meter.read(generator);
        generator.next("done");
        return run;
    }

    @Override
    public void check(int jobs) {
        // an answer other than 200 ends the generator
    }

    @Override
    public void close() {
        generator.close();
        server.close();
    }
}
