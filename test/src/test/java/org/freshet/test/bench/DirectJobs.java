package org.freshet.test.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.freshet.test.support.HTCondorPool;

/** Jobs that are given to HTCondor itself, without Freshet: what pilots are compared with. */
final class DirectJobs {

    private static final String ENDED = "005 (";

    private final HTCondorPool pool;
    private final Path log;
    private final Path submitFile;

    /** @param command a line for a shell */
    DirectJobs(HTCondorPool pool, int jobs, String command) {
        this.pool = pool;
        var directory = pool.newDirectory("direct");
        this.log = directory.resolve("log");
        this.submitFile = directory.resolve("jobs.sub");
        try {
            var program = Files.writeString(directory.resolve("job"), "#!/bin/sh\n" + command + "\n");
            program.toFile().setExecutable(true);
            Files.writeString(
                    submitFile,
                    "executable = " + program + "\ntransfer_executable = false\nlog = " + log + "\nqueue " + jobs
                            + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seconds from the call that submits them to the end of the last. */
    double seconds(int jobs) {
        var begin = System.nanoTime();
        pool.run("condor_submit", "-terse", submitFile.toString());
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofMinutes(5))
                .until(() -> ended() == jobs);
        return (System.nanoTime() - begin) / 1e9;
    }

    private long ended() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(it -> it.startsWith(ENDED)).count();
        }
    }
}
