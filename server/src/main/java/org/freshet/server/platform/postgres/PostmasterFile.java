package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PostgreSQL writes into {@code postmaster.pid} while it runs, and leaves behind when it is killed.
 *
 * @param pid the process it names, which may be long gone, or another program by now
 * @param port 0 while PostgreSQL has not come to write it
 * @param status what it does: {@code starting}, {@code ready}, {@code stopping}; empty while it has not come to write it
 */
record PostmasterFile(long pid, int port, String status) {

    private static final Logger log = LoggerFactory.getLogger(PostmasterFile.class);

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;
    /** Followed by " (deleted)" when it was replaced while it ran. */
    private static final String PROGRAM = "postgres";
    /** Above every process id that Linux gives. */
    private static final String NO_PROCESS = Integer.toString(Integer.MAX_VALUE);

    static Optional<PostmasterFile> read(Path data) throws IOException {
        try {
            var lines = Files.readAllLines(path(data));
            return namesAProcess(lines) ? Optional.of(parsed(lines)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static PostmasterFile parsed(List<String> lines) {
        var port = lines.size() > PORT_LINE ? number(lines.get(PORT_LINE)) : 0;
        var status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
        return new PostmasterFile(Long.parseLong(lines.getFirst().strip()), port, status);
    }

    private static int number(String line) {
        var digits = line.strip();
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
    }

    /** Not so for one that was cut short by a full disk. */
    private static boolean namesAProcess(List<String> lines) {
        return !lines.isEmpty() && lines.getFirst().strip().matches("[0-9]{1,9}");
    }

    /** It takes connections. */
    boolean isReady() {
        return status.equals("ready");
    }

    /** Somebody told it to stop: it takes no new connections. */
    boolean isStopping() {
        return status.equals("stopping");
    }

    /** The process named here, if it lives and is the PostgreSQL of this data directory. */
    Optional<ProcessHandle> process(Path data) {
        return ProcessHandle.of(pid).filter(it -> it.isAlive() && worksIn(data));
    }

    /** PostgreSQL works in its data directory, which identifies it even after the directory was moved. */
    private boolean worksIn(Path data) {
        var process = Path.of("/proc", Long.toString(pid));
        try {
            // A shell that somebody left there works in it, too.
            return Files.isSameFile(process.resolve("cwd"), data)
                    && Files.readSymbolicLink(process.resolve("exe"))
                            .getFileName()
                            .toString()
                            .startsWith(PROGRAM);
        } catch (IOException notAllowed) {
            return commandLine(process).contains("\0-D\0" + data + "\0");
        }
    }

    private static String commandLine(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }

    /**
     * Makes a file left by a killed PostgreSQL harmless. PostgreSQL does that itself when the process is gone, but refuses to
     * start when its number belongs to another program by now (usual after a restart of the machine), or when the file is not whole.
     */
    static void makeHarmless(Path data) throws IOException {
        var path = path(data);
        if (!Files.exists(path)) {
            return;
        }
        var lines = Files.readAllLines(path);
        if (!namesAProcess(lines)) {
            Files.delete(path);
        } else if (ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).isPresent()) {
            log.warn("{} names process {}, which is another program now", path, lines.getFirst());
            // Not deleted: by the other lines PostgreSQL finds processes of the dead one that still use its memory.
            lines.set(0, NO_PROCESS);
            Files.write(path, lines);
        }
    }

    private static Path path(Path data) {
        return data.resolve("postmaster.pid");
    }
}
