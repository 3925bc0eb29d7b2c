package org.freshet.test.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.freshet.test.support.Directories;
import org.freshet.test.support.Installation;

/** Keeps what explains a failure, before the installation is removed. */
final class KeptLogs {

    private static final List<String> NAMES = List.of("server.log", "postgresql.log", "pilot.log", "effects");

    private KeptLogs() {}

    /** Returns where the logs are now. */
    static Path keep(Installation installation, String name) throws IOException {
        var from = installation.directory();
        var to = Files.createDirectories(
                Directories.project().resolve("target/chaos").resolve(name));
        try (var files = Files.walk(from)) {
            for (var file : files.filter(KeptLogs::isLog).toList()) {
                var flat = from.relativize(file).toString().replace('/', '_');
                Files.copy(file, to.resolve(flat), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }

    private static boolean isLog(Path file) {
        return NAMES.contains(file.getFileName().toString());
    }
}
