package org.freshet.cli.session;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file that holds a token is for its owner only, as ssh has it with its keys. */
final class OwnersFile {

    private OwnersFile() {}

    /** Refuses a file that others may read or write. */
    static void check(Path path) throws IOException {
        var permissions = Files.getPosixFilePermissions(path);
        if (List.of(GROUP_READ, GROUP_WRITE, OTHERS_READ, OTHERS_WRITE).stream().anyMatch(permissions::contains)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    path + " holds a token and is open to others: its token is not used, and nothing was done. Close it"
                            + " with: chmod 600 " + path);
        }
    }
}
