package org.freshet.test.bench;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotDetail;
import org.freshet.test.support.Directories;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/**
 * What a pilot costs its slot: the size of its program, its memory when it waits after some work, and the processor time of
 * a job whose payload does nothing. That time is the pilot's own, its guardian's, and that of every process they waited for.
 */
final class PilotBench {

    private static final int WARM_UP = 200;
    private static final int ROUNDS = 5;
    private static final int JOBS = 500;

    private PilotBench() {}

    static List<Figure> run() throws Exception {
        var jar = Directories.project().resolve("target/dist/pilot.jar");
        try (var installation = Watch.installation(1);
                var server = RunningServer.start(installation)) {
            Watch.awaitIdlePilots(server, 1);
            work(server, WARM_UP);
            var pid = pilot(server);
            var processorTime = IntStream.range(0, ROUNDS)
                    .mapToDouble(_ -> processorTime(server, pid))
                    .toArray();
            return List.of(
                    Figure.median("pilot's program", "MB", 5, false, Files.size(jar) / 1e6),
                    Figure.median("pilot that waits, resident memory", "MB", 100, false, Watch.residentMb(pid)),
                    Figure.median("pilot that waits, proportional memory", "MB", 80, false, Watch.shareMb(pid)),
                    Figure.median("processor time per no-op job, pilot", "ms", 8, false, processorTime));
        }
    }

    private static long pilot(RunningServer server) {
        var job = server.api().jobs("?limit=1").getFirst();
        var detail = server.api().get("/api/v1/pilots/" + job.pilot()).as(PilotDetail.class);
        return Objects.requireNonNull(detail.pilot().pid());
    }

    private static double processorTime(RunningServer server, long pid) {
        var before = Watch.processorMillis(pid);
        work(server, JOBS);
        return (Watch.processorMillis(pid) - before) / JOBS;
    }

    private static void work(RunningServer server, int jobs) {
        var last = server.api().submit(JobText.aJob().times(jobs)).items().getLast();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofMinutes(2))
                .until(() -> server.api().job(last.id()).job().state() == JobState.FINISHED);
        Watch.awaitIdlePilots(server, 1);
    }
}
