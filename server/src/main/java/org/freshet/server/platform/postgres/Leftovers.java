package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of a PostgreSQL whose first process was killed. They end by themselves as soon as they notice, which one that
 * is busy or stopped does not. As long as one of them lives, no other PostgreSQL starts on their data.
 */
final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /** Kills them. What they had not committed is undone by the recovery that follows in any case. */
    static void end(Path data) {
        ProcessHandle.allProcesses().filter(it -> worksOn(data, it.pid())).forEach(it -> {
            log.warn("Process {} of the PostgreSQL that ended is still there and is killed", it.pid());
            it.destroyForcibly();
        });
    }

    /** PostgreSQL works in its data directory; so may the shell of a person, which is another program. */
    private static boolean worksOn(Path data, long pid) {
        var process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.isSameFile(process.resolve("cwd"), data)
                    && Files.readSymbolicLink(process.resolve("exe"))
                            .getFileName()
                            .toString()
                            .startsWith("postgres");
        } catch (IOException goneOrOfAnotherUser) {
            return false;
        }
    }
}
