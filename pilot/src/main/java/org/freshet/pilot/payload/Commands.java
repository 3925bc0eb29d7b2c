package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Short commands that the pilot runs for itself, with nothing of a payload's environment. */
final class Commands {

    /** What hangs for longer, for example on a dead network file system, is given up. */
    private static final long PATIENCE_SECONDS = 60;

    private static final int MOST_SAID = 4096;

    private final OwnProcesses processes;

    Commands(OwnProcesses processes) {
        this.processes = processes;
    }

    /**
     * Runs it to its end.
     *
     * @return what it printed
     * @throws IOException with its own words if it ends with another exit code than 0
     */
    String run(List<String> words) throws IOException {
        var builder = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment());
        var process = processes.start(builder);
        var unused = process.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        try (var said = process.getInputStream()) {
            String text = new String(said.readNBytes(MOST_SAID), StandardCharsets.UTF_8).strip();
            said.transferTo(OutputStream.nullOutputStream());
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(text.isEmpty() ? words.getFirst() + " ended with exit code " + status : text);
            }
            return text;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + words.getFirst() + " ran", e);
        }
    }

    static Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL", "C.UTF-8");
    }
}
