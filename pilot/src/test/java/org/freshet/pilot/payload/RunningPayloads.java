package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.freshet.pilot.fixtures.JobBuilder;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.PilotId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs real payloads, for the tests of what they see and how they end. */
abstract class RunningPayloads {

    static final PilotLog SILENT = new PilotLog(new PrintStream(OutputStream.nullOutputStream()));

    @TempDir
    Path temp;

    final Map<String, String> siteEnv = new java.util.HashMap<>();
    final Map<String, String> pilotEnv =
            new java.util.HashMap<>(Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")));
    final Commands commands = new Commands(OwnProcesses.withoutAdoption());
    PayloadUser user = new PilotsUser(commands);
    Duration killGrace = Duration.ofSeconds(1);
    /** Of an exclusive job: how long it may run without news. */
    Duration heldFor;

    private PayloadLauncher launcher;
    final CompletableFuture<PayloadEnd> end = new CompletableFuture<>();

    Path work() {
        return temp.resolve("work");
    }

    PayloadRun start(JobBuilder job) {
        return start(job, new PayloadLauncher(pilotEnv, SILENT));
    }

    PayloadRun start(JobBuilder job, PayloadLauncher with) {
        launcher = with;
        return launcher.start(payload(job), end::complete);
    }

    Payload payload(JobBuilder job) {
        return new Payload(
                job.build(),
                new PilotId(7),
                siteEnv,
                URI.create("http://127.0.0.1:8080"),
                work(),
                user,
                killGrace,
                heldFor == null ? null : Hold.until(PilotClock.now().plus(heldFor)));
    }

    @AfterEach
    void closeLauncher() {
        if (launcher != null) {
            launcher.close();
        }
    }

    PayloadEnd run(JobBuilder job) throws Exception {
        start(job);
        return end();
    }

    /** Runs one beside others. */
    Ended runToEnd(JobBuilder job) throws Exception {
        var ended = new CompletableFuture<PayloadEnd>();
        var run = new PayloadLauncher(pilotEnv, SILENT).start(payload(job), ended::complete);
        return new Ended(run, ended.get(30, TimeUnit.SECONDS));
    }

    record Ended(PayloadRun run, PayloadEnd end) {}

    PayloadEnd end() throws Exception {
        return end.get(30, TimeUnit.SECONDS);
    }

    static String stdout(PayloadEnd end) {
        return text(end, LogPart.Stream.STDOUT);
    }

    static String text(PayloadEnd end, LogPart.Stream stream) {
        return end.logs().stream()
                .filter(it -> it.stream() == stream)
                .map(it ->
                        new String(it.head(), StandardCharsets.UTF_8) + new String(it.tail(), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    Path script(String name, String text) throws IOException {
        var file = Files.writeString(temp.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Whether a process with this text in its command line is alive. */
    static boolean isRunning(String text) {
        return ProcessHandle.allProcesses()
                .flatMap(it -> it.info().commandLine().stream())
                .flatMap(Stream::of)
                .anyMatch(it -> it.contains(text));
    }
}
