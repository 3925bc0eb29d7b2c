package org.freshet.test.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/** How many jobs per second are stored when 10,000 come in one call. */
final class SubmitBench {

    private static final int JOBS = 10_000;
    private static final int ROUNDS = 7;

    private SubmitBench() {}

    static List<Figure> run() throws Exception {
        try (var installation = Watch.installation(0);
                var server = RunningServer.start(installation)) {
            var body = JobText.aJob()
                    .env("P3S_INPUT_FILE", "/data/np04_raw_run005077_0012_dl1.root")
                    .times(JOBS);
            var rates = IntStream.range(0, ROUNDS + 1)
                    .mapToDouble(n -> submit(server, body))
                    .skip(1) // the first warms the virtual machine up
                    .toArray();
            return List.of(Figure.median("jobs submitted in one call of 10,000", "jobs/s", 5000, true, rates));
        }
    }

    private static double submit(RunningServer server, String body) {
        var begin = System.nanoTime();
        var accepted = server.api().submit(body).items().size();
        return accepted / ((System.nanoTime() - begin) / 1e9);
    }
}
