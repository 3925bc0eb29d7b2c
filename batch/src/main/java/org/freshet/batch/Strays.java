package org.freshet.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a local pilot that has ended left running: processes of its payloads, known by the variable
 * {@code FRESHET_OUTPUT_DIR} of their environment, which names a directory of that pilot. The pilot's guardian ends them;
 * this is for the day on which the guardian was killed as well.
 */
final class Strays {

    private Strays() {}

    /** @param work the directory in which the pilot ran payloads */
    static List<ProcessHandle> of(Path work) {
        var marker = "\0FRESHET_OUTPUT_DIR=" + work.toAbsolutePath().normalize() + "/";
        var bytes = new String(marker.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process).contains(bytes))
                .toList();
    }

    /** Empty if it has ended, or is another user's. */
    private static String environment(ProcessHandle process) {
        try {
            var file = Path.of("/proc", Long.toString(process.pid()), "environ");
            return "\0" + Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
