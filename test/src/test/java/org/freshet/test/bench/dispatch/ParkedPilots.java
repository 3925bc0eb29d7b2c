package org.freshet.test.bench.dispatch;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.freshet.test.bench.Figure;
import org.freshet.test.bench.Watch;

/** Ten thousand pilots that wait for a job: what they cost, and how long it takes until all of them have one. */
final class ParkedPilots {

    private static final int PILOTS = Integer.getInteger("bench.parked", 10_000);
    private static final int PARKING_SECONDS = 10;
    private static final int REST_SECONDS = 50; // as long as a pilot waits: each comes back once

    private final BenchPostgres postgres;
    private final BenchServer server;

    private ParkedPilots(BenchPostgres postgres, BenchServer server) {
        this.postgres = postgres;
        this.server = server;
    }

    static List<Figure> measure(BenchPostgres postgres, BenchServer server, int rounds) throws Exception {
        var parked = new ParkedPilots(postgres, server);
        var memory = new double[rounds];
        var rest = new double[rounds];
        var wake = new double[rounds];
        try (var generator = server.generator(PILOTS)) {
            for (int round = 0; round < rounds; round++) {
                server.tables().empty();
                generator.tell("park");
                generator.next("done");
                generator.tell("wake");
                TimeUnit.SECONDS.sleep(PARKING_SECONDS);
                rest[round] = parked.processorAtRest();
                memory[round] = Watch.residentMb(server.pid());
                wake[round] = parked.wakeAll(generator);
                server.tables().check("parked pilots", PILOTS);
            }
        }
        var count = String.format("%,d parked pilots: ", PILOTS);
        return List.of(
                Figure.median(count + "server's resident memory", "MB", 1000, false, memory),
                Figure.median(count + "CPU of server and PostgreSQL", "%", 3, false, rest),
                Figure.median(count + "all have a job after", "s", 1, false, wake));
    }

    /** In percent of one processor. */
    private double processorAtRest() throws InterruptedException {
        var before = processorMillis();
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        return (processorMillis() - before) / (REST_SECONDS * 10);
    }

    private double processorMillis() {
        return Watch.ownProcessorMillis(server.pid()) + postgres.processorMillis();
    }

    /** Seconds from the commit that puts the jobs into the queue to the last pilot's answer. */
    private double wakeAll(Worker generator) throws Exception {
        var begin = commitJobs();
        var last = generator.next("last").get("last").asLong();
        generator.next("done");
        return (last - begin) / 1e9;
    }

    private long commitJobs() throws SQLException {
        try (var connection = BenchPostgres.connect(server.database())) {
            connection.setAutoCommit(false);
            JobTables.addAndTell(connection, PILOTS);
            var begin = System.nanoTime();
            connection.commit();
            return begin;
        }
    }
}
