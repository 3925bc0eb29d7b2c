package org.freshet.cli.session;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file that holds a token is for its owner only, as ssh has it with its keys. */
final class OwnersFile {

    private OwnersFile() {}

    /** Refuses a file that others may write: it could send the token of the environment elsewhere. */
    static void checkOwn(Path path) throws IOException {
        checkOwner(path);
        var permissions = Files.getPosixFilePermissions(path);
        boolean open = permissions.contains(GROUP_WRITE) || permissions.contains(OTHERS_WRITE);
        if (open && Files.isRegularFile(path)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    path
                            + " can be changed by others, who could send your calls elsewhere: it is not used, and nothing was"
                            + " done. Close it with: chmod 600 " + path);
        }
    }

    /** Refuses a file of another user than this one or root, who could change it however closed it is. */
    private static void checkOwner(Path path) throws IOException {
        var owner = user(path);
        var me = user(Path.of("/proc/self"));
        boolean foreign = owner.isPresent() && me.isPresent() && owner.get() != 0 && !owner.equals(me);
        if (foreign && Files.isRegularFile(path)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    path + " belongs to the user " + owner.get() + ", and you are " + me.get()
                            + ": it is not used, and nothing was done. Make a file of your own.");
        }
    }

    /** Number of the user to whom it belongs; empty where the system does not say. */
    private static Optional<Integer> user(Path path) throws IOException {
        try {
            return Optional.of((Integer) Files.getAttribute(path, "unix:uid"));
        } catch (NoSuchFileException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Refuses a file that others may read or write. */
    static void check(Path path) throws IOException {
        checkOwner(path);
        var permissions = Files.getPosixFilePermissions(path);
        if (List.of(GROUP_READ, GROUP_WRITE, OTHERS_READ, OTHERS_WRITE).stream().anyMatch(permissions::contains)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    path + " holds a token and is open to others: its token is not used, and nothing was done. Close it"
                            + " with: chmod 600 " + path);
        }
    }
}
