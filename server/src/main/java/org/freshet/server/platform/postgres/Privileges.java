package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rights with which PostgreSQL runs. It refuses root, so a server that runs as root (in a container, say) starts it in a
 * user namespace of its own, where root is nobody but still owns its files; where the kernel forbids that, as another user.
 */
enum Privileges {
    /** Those of this process, which is not root. */
    SAME,
    /** Root outside, nobody inside. */
    OWN_NAMESPACE,
    /** The user "nobody", to whom the data directory is handed over. */
    NOBODY;

    private static final int NOBODY_ID = 65534;

    static Privileges ofThisProcess() throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            return SAME;
        }
        return Command.of(OWN_NAMESPACE.prefixed(List.of("true"))).succeeds() ? OWN_NAMESPACE : NOBODY;
    }

    private List<String> prefix() {
        return switch (this) {
            case SAME -> List.of();
            case OWN_NAMESPACE -> List.of("unshare", "--user");
            case NOBODY ->
                List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups", "--no-new-privs");
        };
    }

    List<String> prefixed(List<String> words) {
        return Stream.concat(prefix().stream(), words.stream()).toList();
    }

    /** Lets PostgreSQL write below a directory that this process has made. */
    void handOver(Path directory) throws IOException {
        if (this == NOBODY) {
            Files.setAttribute(directory, "unix:uid", NOBODY_ID);
            Files.setAttribute(directory, "unix:gid", NOBODY_ID);
        }
    }

    /**
     * Lets PostgreSQL reach a program in a directory of ours: others may pass through the directory, but not list it.
     *
     * @throws DatabaseUnusable if a directory further up is closed
     */
    void openTheWay(Path home, Path program) throws IOException {
        if (this != NOBODY) {
            return;
        }
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        if (!Command.of(prefixed(List.of("test", "-x", program.toString()))).succeeds()) {
            throw new DatabaseUnusable(
                    "PostgreSQL cannot run as root, and the user nobody cannot reach " + program + ".",
                    "Start the server as an ordinary user, or set FRESHET_HOME to a directory that all users can pass"
                            + " through (not below /root), or set FRESHET_DATABASE_URL.");
        }
    }
}
