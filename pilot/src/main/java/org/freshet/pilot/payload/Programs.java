package org.freshet.pilot.payload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of this machine that the pilot uses. */
final class Programs {

    private Programs() {}

    /** The program's full path, looked for on the pilot's PATH and where systems keep their programs. */
    static Optional<String> find(Map<String, String> env, String name) {
        var path = Stream.of(env.getOrDefault("PATH", "").split(":"));
        return Stream.concat(path, Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> folder + "/" + name)
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
    }
}
