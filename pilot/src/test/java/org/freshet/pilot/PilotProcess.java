package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.freshet.pilot.fixtures.HttpFront;
import org.freshet.pilot.fixtures.ScriptedServer;
import org.freshet.protocol.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A pilot as a process of its own, with the flags of a real one and a scripted server. */
abstract class PilotProcess {

    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=0.05", "-XX:+UseSerialGC", "-Xmx64m", "-Xss512k");

    @TempDir
    Path temp;

    final ScriptedServer server = new ScriptedServer(ScriptedServer.aSite());
    private HttpFront front;
    private Process process;

    @BeforeEach
    void startServer() throws IOException {
        front = new HttpFront(server);
        Files.createDirectory(work());
    }

    @AfterEach
    void leaveNothingRunning() throws Exception {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        front.close();
    }

    Path work() {
        return temp.resolve("work");
    }

    /** @param wrapper words before the command */
    void start(String... wrapper) throws IOException {
        var words = new ArrayList<>(List.of(wrapper));
        words.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        words.addAll(FLAGS);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.freshet.pilot.PilotMain"));
        words.addAll(List.of("--server", front.address().toString(), "--site", "test", "--work", work().toString()));
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("pilot.log").toFile());
        process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write("secret\n".getBytes());
        }
    }

    /** With a file system of this size, for example 4m, as the work directory of this pilot alone. */
    void startOnDisk(String size, String setUp) throws IOException {
        start(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o mode=755,size=" + size + " none \"$0\" && cd \"$0\" && { " + setUp
                        + "; } && cd / && exec \"$@\"",
                work().toString());
    }

    long pid() {
        return process.pid();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("The pilot did not end: " + log());
        }
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(temp.resolve("pilot.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    Report.Ended awaitEnd(Duration patience) {
        await().atMost(patience).until(() -> !server.reports(Report.Ended.class).isEmpty());
        return server.reports(Report.Ended.class).getFirst();
    }

    Report.GivenBack awaitGivenBack() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.reports(Report.GivenBack.class))
                        .as(log())
                        .isNotEmpty());
        return server.reports(Report.GivenBack.class).getFirst();
    }

    /** The most memory it has had resident, in megabytes. */
    long peakMemoryMb() throws IOException {
        var matcher = Pattern.compile("VmHWM:\\s+(\\d+) kB")
                .matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        if (!matcher.find()) {
            throw new AssertionError("no VmHWM");
        }
        return Long.parseLong(matcher.group(1)) / 1024;
    }
}
