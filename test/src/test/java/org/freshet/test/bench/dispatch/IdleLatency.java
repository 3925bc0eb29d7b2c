package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.freshet.test.bench.Figure;
import org.freshet.test.bench.dispatch.Phrase.Held;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RawHttp;
import org.jspecify.annotations.Nullable;

/** On a server that has nothing else to do: from the call that submits a job to the answer that hands it to a waiting pilot. */
final class IdleLatency implements AutoCloseable {

    private static final int WARM_UP = 2000;
    private static final int SAMPLES = 400;

    private final BenchServer server;
    private final RawHttp.Connection submitter;
    private final RawHttp.Connection pilot;
    private final String pilotHead;
    private final byte[] submission;
    private long seq;

    private IdleLatency(BenchServer server) throws IOException {
        this.server = server;
        var url = server.server().url();
        submitter = new RawHttp.Connection(url);
        pilot = new RawHttp.Connection(url);
        var one = Files.readString(
                        server.tables().pilots(1, server.installation().directory()))
                .strip()
                .split(" ");
        pilotHead = SimulatedPilot.head(url.getPort(), Long.parseLong(one[0]), one[1]);
        submission = RawHttp.request(
                "POST /api/v1/jobs HTTP/1.1",
                Stream.of("Authorization: Bearer " + server.token(), "Content-Type: application/json"),
                JobText.aJob().ofType("bench").toString().getBytes(StandardCharsets.UTF_8));
    }

    static List<Figure> measure(BenchServer server) throws IOException {
        server.tables().empty();
        try (var latency = new IdleLatency(server)) {
            for (int n = 0; n < WARM_UP; n++) {
                latency.sample();
            }
            var samples = new double[SAMPLES];
            for (int n = 0; n < SAMPLES; n++) {
                samples[n] = latency.sample();
            }
            server.tables().check("idle latency", WARM_UP + SAMPLES);
            return List.of(
                    Figure.quantile("idle server: submission to the pilot's answer, p50", "ms", 5, 0.5, samples),
                    Figure.quantile("idle server: submission to the pilot's answer, p99", "ms", 50, 0.99, samples));
        }
    }

    private double sample() throws IOException {
        var given = CompletableFuture.supplyAsync(this::waitForAJob);
        // Long enough for the wish to be parked, and not always the same.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(10_000_000, 30_000_000));
        var begin = System.nanoTime();
        var answer = submitter.send(submission);
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("submission refused: " + answer);
        }
        var got = given.join();
        say(Phrase.END, got.job());
        return (got.at() - begin) / 1e6;
    }

    private record Got(Held job, long at) {}

    private Got waitForAJob() {
        try {
            var answer = say(Phrase.WISH, null);
            return new Got(Objects.requireNonNull(answer.job(), answer.text()), System.nanoTime());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpAnswer say(Phrase phrase, @Nullable Held held) throws IOException {
        var answer = pilot.send(phrase.request(pilotHead, ++seq, held));
        return HttpAnswer.of(answer.status(), answer.body());
    }

    @Override
    public void close() throws IOException {
        submitter.close();
        pilot.close();
    }
}
