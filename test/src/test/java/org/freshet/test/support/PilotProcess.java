package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A real pilot that a test starts by hand; closing it ends it and what it runs. */
public final class PilotProcess implements AutoCloseable {

    private final Path directory;
    private final Process process;

    private PilotProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /**
     * Starts a pilot of the local site.
     *
     * @param address where it is told that the server is
     */
    public static PilotProcess start(URI address, String siteSecret) {
        try {
            var directory = Files.createTempDirectory("freshet-pilot");
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var command = List.of(
                    java,
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.freshet.pilot.PilotMain",
                    "--server=" + address,
                    "--site=local",
                    "--work=" + directory,
                    "--nonce=" + UUID.randomUUID());
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("pilot.log").toFile())
                    .redirectInput(Redirect.PIPE)
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write((siteSecret + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return new PilotProcess(directory, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it said so far. */
    public String log() {
        try {
            return Files.readString(directory.resolve("pilot.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        new HomeProcesses(directory).end();
        Directories.delete(directory);
    }
}
