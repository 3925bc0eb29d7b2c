package org.freshet.test.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobState;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/**
 * From the call that submits a job to the first act of its payload on an idle pilot: the payload writes the time at which
 * it runs. Both read the clock of the same machine.
 */
final class LatencyBench {

    private static final int ROUNDS = 100;
    private static final int WARM_UP = 10;

    private LatencyBench() {}

    static List<Figure> run() throws Exception {
        try (var installation = Watch.installation(1);
                var server = RunningServer.start(installation)) {
            Watch.awaitIdlePilots(server, 1);
            var marks = installation.directory();
            var samples = IntStream.range(0, WARM_UP + ROUNDS)
                    .mapToDouble(n -> submitToRunning(server, marks.resolve("mark" + n)))
                    .skip(WARM_UP)
                    .toArray();
            return List.of(
                    Figure.median("submit to payload running, idle pilot, median", "ms", 50, false, samples),
                    Figure.worst("submit to payload running, idle pilot, worst", "ms", 200, false, samples));
        }
    }

    private static double submitToRunning(RunningServer server, Path mark) {
        var job = JobText.aJob().with("payload", "date +%s%N > " + mark).env("P3S_EXECMODE", "1");
        var begin = System.currentTimeMillis();
        var id = server.api().submit(job);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> server.api().job(id).job().state() == JobState.FINISHED);
        Watch.awaitIdlePilots(server, 1);
        return nanos(mark) / 1e6 - begin;
    }

    private static double nanos(Path mark) {
        try {
            return Double.parseDouble(Files.readString(mark).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
