package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.freshet.test.bench.Figure;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RawHttp;

/** How many jobs per second are accepted: many in one call, and one by one from several clients. */
final class SubmissionRates {

    private static final int BULK = 10_000;
    private static final int CLIENTS = 16;

    /** So many one by one before anything is measured: a server is up for weeks, and its code is compiled as it is used. */
    private static final int WARM_UP = 30_000;

    private final BenchServer server;
    private final Size size;

    private SubmissionRates(BenchServer server, Size size) {
        this.server = server;
        this.size = size;
    }

    static List<Figure> measure(BenchServer server, Size size) throws Exception {
        var rates = new SubmissionRates(server, size);
        var bulk = new double[size.rounds()];
        var single = new double[size.rounds()];
        for (double accepted = 0; accepted < WARM_UP; ) {
            accepted += rates.rate(CLIENTS, 1) * size.seconds();
        }
        for (int round = -size.warmUp(); round < size.rounds(); round++) {
            var inBulk = rates.rate(1, BULK);
            var oneByOne = rates.rate(CLIENTS, 1);
            if (round >= 0) {
                bulk[round] = inBulk;
                single[round] = oneByOne;
            }
        }
        return List.of(
                Figure.median("submission, 10,000 jobs a call", "jobs/s", 50_000, true, bulk),
                Figure.median("submission, one by one, 16 clients", "jobs/s", 2000, true, single));
    }

    private double rate(int clients, int jobs) throws Exception {
        server.tables().empty();
        var request = RawHttp.request(
                "POST /api/v1/jobs HTTP/1.1",
                Stream.of("Authorization: Bearer " + server.token(), "Content-Type: application/json"),
                (jobs == 1 ? JobText.aJob().toString() : JobText.aJob().times(jobs)).getBytes(StandardCharsets.UTF_8));
        var begin = System.nanoTime();
        var end = begin + (long) (size.seconds() * 1e9);
        var calls = 0;
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var work = new ArrayList<Callable<Integer>>();
            for (int n = 0; n < clients; n++) {
                work.add(() -> submit(request, end));
            }
            for (var client : threads.invokeAll(work)) {
                calls += client.get();
            }
        }
        var rate = (double) calls * jobs / ((System.nanoTime() - begin) / 1e9);
        checkAccepted((long) calls * jobs);
        return rate;
    }

    private int submit(byte[] request, long end) throws IOException {
        var calls = 0;
        try (var connection = new RawHttp.Connection(server.server().url())) {
            while (System.nanoTime() < end) {
                var answer = connection.send(request);
                if (answer.status() / 100 != 2) {
                    throw new IllegalStateException("submission refused: " + answer.status() + " " + answer.body());
                }
                calls++;
            }
        }
        return calls;
    }

    private void checkAccepted(long jobs) {
        var there = server.tables()
                .db()
                .sql("select count(*) from job join ready on ready.job_id = job.id where state = 'DEFINED'")
                .query(Long.class)
                .single();
        if (there != jobs) {
            throw new IllegalStateException(jobs + " jobs were accepted, and " + there + " are there and in the queue");
        }
    }
}
