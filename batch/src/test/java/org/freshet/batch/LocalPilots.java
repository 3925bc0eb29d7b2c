package org.freshet.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.freshet.batch.View.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with shell scripts that stand for the pilot; whatever they start has ended when a test is over. */
abstract class LocalPilots {

    static final String SECRET = "the-secret-of-the-site";
    static final String OBEDIENT = "read -r secret; echo \"$secret\" > told; echo ready; exec sleep 600";
    /** It ends, and what it started for a job goes on in a session of its own. */
    static final String PAYLOAD_OUTLIVES =
            "FRESHET_OUTPUT_DIR=$PWD/work/12.1/output setsid -f sleep 600 > /dev/null 2>&1; exit 9";

    static final String STUBBORN = "trap '' TERM; echo ready; exec sleep 600";

    @TempDir
    Path temporary;

    final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var one : opened) {
            one.close();
        }
    }

    LocalProcesses batch(String script) {
        return batch(script, InstantSource.system());
    }

    LocalProcesses batch(String script, InstantSource clock) {
        try {
            var ownerMayRun = PosixFilePermissions.fromString("rwx------");
            var program = Files.createTempFile(temporary, "pilot", ".sh");
            Files.writeString(program, "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(program, ownerMayRun);
            var jar = Files.writeString(temporary.resolve("pilot.jar"), "any");
            return batch(new PilotProgram(program, List.of(), jar), clock);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    LocalProcesses batch(PilotProgram program) {
        return batch(program, InstantSource.system());
    }

    private LocalProcesses batch(PilotProgram program, InstantSource clock) {
        try {
            Files.createDirectories(base());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        var batch = new LocalProcesses(base(), program, clock, Duration.ofMillis(500));
        opened.add(batch);
        return batch;
    }

    static Order order(String id, int pilots) {
        return order(id, pilots, Capacity.UNSTATED);
    }

    static Order order(String id, int pilots, Capacity capacity) {
        var nonces = IntStream.range(0, pilots).mapToObj(n -> "nonce-" + n).toList();
        var servers = List.of(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2"));
        return new Order("local", id, nonces, new Launch(servers, new SiteSecret(SECRET), capacity));
    }

    static BatchId id(String value) {
        return new BatchId(value);
    }

    static List<Slot> slots(BatchSystem batch) {
        assertThat(batch.view("local")).isInstanceOf(Seen.class);
        return ((Seen) batch.view("local")).slots();
    }

    Path base() {
        return temporary.resolve("pilots");
    }

    Path pilot(String batchId) {
        return base().resolve("local").resolve(batchId);
    }

    long pid(String batchId) {
        try {
            var lines = Files.readAllLines(pilot(batchId).resolve("process"));
            return Long.parseLong(lines.getLast().split(" ", 2)[0]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void awaitReady(String... batchIds) {
        for (var batchId : batchIds) {
            await(batchId + " is ready")
                    .pollInterval(10, TimeUnit.MILLISECONDS)
                    .until(() -> Files.exists(pilot(batchId).resolve("pilot.log"))
                            && Files.readString(pilot(batchId).resolve("pilot.log"))
                                    .contains("ready"));
        }
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Every process of this machine whose working directory is somewhere below. */
    static List<ProcessHandle> processesIn(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        return Path.of("/proc", Long.toString(process.pid()), "cwd")
                                .toRealPath()
                                .startsWith(directory);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .toList();
    }
}
